import { z } from "zod"
import { deploymentRecordSchema } from "../../../kernel/contracts/deployment.ts"
import { manifestSchema } from "../../../kernel/contracts/plugin.ts"
import type { Ask } from "./ask.ts"

const deployment = deploymentRecordSchema.extend({ folder: z.string() })
export type Deployment = z.infer<typeof deployment>

const { id, contributes, permissions } = manifestSchema.shape
const plugins = z.object({
  plugins: z.array(z.object({ id, version: z.string(), contributes, permissions })),
  problems: z.array(z.object({ message: z.string(), fix: z.string().optional() })),
})
export type Plugins = z.infer<typeof plugins>

/** What runs and what is installed beside the notebooks, as Kaon's host knows it. */
export const placesOf = (ask: Ask) => ({
  deployments: async (): Promise<Deployment[]> =>
    z.object({ deployments: z.array(deployment) }).parse(await ask("GET", "kaon/deployments")).deployments,
  /** Answers when the service has ended. */
  stopDeployment: async ({ name, folder }: Pick<Deployment, "name" | "folder">): Promise<void> =>
    void (await ask("DELETE", `kaon/deployments/${encodeURIComponent(name)}?${new URLSearchParams({ folder })}`)),
  plugins: async (): Promise<Plugins> => plugins.parse(await ask("GET", "kaon/plugins")),
})
