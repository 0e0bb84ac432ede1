import { z } from "zod"
import { manifestSchema } from "../../../kernel/contracts/plugin.ts"
import { discoverPlugins } from "../../../kernel/plugins/index.ts"
import { type KaonRoute, route } from "./route.ts"

const { id, contributes, permissions } = manifestSchema.shape
const plugin = z.object({
  id,
  version: z.string(),
  directory: z.string().describe("The plugin's folder."),
  contributes,
  permissions,
})
const problem = z.object({ code: z.string(), message: z.string(), fix: z.string().optional() })

/** The plugins that a notebook of the folder finds, by their manifests alone: none of their code runs. */
export const pluginRoutes = (workspace: string): KaonRoute[] => [
  route({
    method: "GET",
    path: "/kaon/plugins",
    summary: "The plugins that are here, with what they contribute and may do, and why others cannot be used.",
    input: z.object({}),
    answer: z.object({ plugins: z.array(plugin), problems: z.array(problem) }),
    handle: async () => {
      const { plugins, problems } = await discoverPlugins({ workspace })
      return {
        plugins: plugins.map(({ manifest, version, directory }) => {
          const { id, contributes, permissions } = manifest
          return { id, version, directory, contributes, permissions }
        }),
        problems: problems.map(({ code, message, fix }) => ({ code, message, ...(fix === undefined ? {} : { fix }) })),
      }
    },
  }),
]
