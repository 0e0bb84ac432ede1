import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { z } from "zod"
import { readNotebook } from "../../../kernel/notebook/index.ts"
import { isNotebook } from "../contents/read.ts"
import { type KaonRoute, route } from "./route.ts"

/** The notebooks that come with Kaon. */
export const shippedTemplates = fileURLToPath(new URL("../../../workspaces", import.meta.url))

const about = z.object({
  title: z.string(),
  description: z.string().default(""),
  /** Smaller ones come first. */
  order: z.number().default(100),
})
const metadata = z.object({ kaon: z.object({ template: about }) })

const template = about.extend({ id: z.string(), stages: z.array(z.string()), content: z.looseObject({}) })
export type Template = z.output<typeof template>

/** The templates of a folder: its notebooks that say in their metadata (`kaon.template`) that they are ones. */
export async function templatesIn(folder: string): Promise<Template[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const found = names
    .filter(name => isNotebook(name) && !/(?:^|[\\/])(?:\.|node_modules)/.test(name))
    .map(async (name): Promise<Template[]> => {
      const { notebook } = await readNotebook(join(folder, name))
      const stated = metadata.safeParse(notebook.metadata).data?.kaon.template
      if (stated === undefined) return []
      const { kaon: _, ...rest } = notebook.metadata
      const stages = notebook.cells.flatMap(({ source }) => /^%%(\w+)/.exec(source)?.[1] ?? [])
      const id = name
        .replaceAll("\\", "/")
        .replace(/^templates\//, "")
        .replace(/\.(?:ipynb|kaon\.ts)$/, "")
      return [{ ...stated, id, stages, content: { ...notebook, metadata: rest } }]
    })
  // One that is broken is not offered; the tests of the templates name it.
  const settled = await Promise.allSettled(found)
  return settled
    .flatMap(result => (result.status === "fulfilled" ? result.value : []))
    .sort((one, other) => one.order - other.order || one.id.localeCompare(other.id))
}

export const templateRoutes = (folder = shippedTemplates): KaonRoute[] => [
  route({
    method: "GET",
    path: "/kaon/templates",
    summary: "Notebooks to start from.",
    input: z.object({}),
    answer: z.object({ templates: z.array(template) }),
    handle: async () => ({ templates: await templatesIn(folder) }),
  }),
]
