import { join } from "node:path"
import { z } from "zod"
import { deploymentRecordSchema } from "../../../kernel/contracts/deployment.ts"
import { listDeployments, stopDeployment } from "../../../kernel/serving/index.ts"
import { cleanPath, type Root } from "../contents/paths.ts"
import { foldersKeeping } from "./folders.ts"
import { type KaonRoute, route } from "./route.ts"

const deployment = deploymentRecordSchema.extend({
  folder: z.string().describe("Path of the notebook folder that it belongs to."),
})

/** The services of the notebooks here. */
export const deploymentRoutes = (root: Root): KaonRoute[] => [
  route({
    method: "GET",
    path: "/kaon/deployments",
    summary: "The services of the notebooks in this folder and those below.",
    input: z.object({}),
    answer: z.object({ deployments: z.array(deployment) }),
    handle: async () => {
      const folders = await foldersKeeping("deployments", root)
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
