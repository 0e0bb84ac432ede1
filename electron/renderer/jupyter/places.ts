import { z } from "zod"
import { deploymentRecordSchema } from "../../../kernel/contracts/deployment.ts"
import { manifestSchema } from "../../../kernel/contracts/plugin.ts"
import { type SecretFacts, secretFactsSchema } from "../../../kernel/contracts/secrets.ts"
import type { Ask } from "./ask.ts"

const deployment = deploymentRecordSchema.extend({ folder: z.string() })
export type Deployment = z.infer<typeof deployment>

const secrets = z.object({ secrets: z.array(secretFactsSchema) })
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
  secrets: async (): Promise<SecretFacts[]> => secrets.parse(await ask("GET", "kaon/secrets")).secrets,
  setSecret: async (name: string, value: string, everywhere: boolean): Promise<void> =>
    void (await ask("POST", "kaon/secrets", { name, value, everywhere })),
  removeSecret: async (name: string, everywhere: boolean): Promise<void> =>
    void (await ask("POST", "kaon/secrets/remove", { name, everywhere })),
  plugins: async (): Promise<Plugins> => plugins.parse(await ask("GET", "kaon/plugins")),
})
