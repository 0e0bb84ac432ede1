import { readdir, stat } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"
import { deploymentRecordSchema } from "../../../kernel/contracts/deployment.ts"
import { listDeployments, stopDeployment } from "../../../kernel/serving/index.ts"
import { childOf, cleanPath, type Root } from "../contents/paths.ts"
import { type KaonRoute, route } from "./route.ts"

const deployment = deploymentRecordSchema.extend({
  folder: z.string().describe("Path of the notebook folder that it belongs to."),
})

/** Levels of folders that are looked into. */
const deepest = 4

/** Folders of the served one that have deployments. */
async function foldersWithDeployments(root: Root, path = "", depth = 0): Promise<string[]> {
  const place = join(root.folder, path)
  const entries = await readdir(place, { withFileTypes: true }).catch(() => [])
  const inside = entries.filter(
    entry => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules",
  )
  const own = await stat(join(place, ".kaon", "deployments")).then(
    () => [path],
    () => [],
  )
  if (depth >= deepest) return own
  const below = inside.map(entry => foldersWithDeployments(root, childOf(path, entry.name), depth + 1))
  return [...own, ...(await Promise.all(below)).flat()]
}

/** The services of the notebooks here. */
export const deploymentRoutes = (root: Root): KaonRoute[] => [
  route({
    method: "GET",
    path: "/kaon/deployments",
    summary: "The services of the notebooks in this folder and those below.",
    input: z.object({}),
    answer: z.object({ deployments: z.array(deployment) }),
    handle: async () => {
      const folders = await foldersWithDeployments(root)
      const lists = folders.map(async folder =>
        (await listDeployments(join(root.folder, folder))).map(record => ({ ...record, folder })),
      )
      return { deployments: (await Promise.all(lists)).flat() }
    },
  }),
  route({
    method: "DELETE",
    path: "/kaon/deployments/{name}",
    summary: "Stops a service; requests in flight are answered.",
    input: z.object({ name: z.string(), folder: z.string().default("") }),
    answer: deployment,
    handle: async ({ name, folder }) => {
      const path = cleanPath(folder)
      return { ...(await stopDeployment(await root.locate(path), name)), folder: path }
    },
  }),
]
