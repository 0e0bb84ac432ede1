import { KaonError } from "../contracts/errors.ts"
import { userFolders } from "../plugins/folders.ts"
import { remember } from "./known.ts"
import { SecretStore } from "./store.ts"

export interface Secrets {
  /** The value of a secret. Throws SECRET_NOT_FOUND and SECRETS_LOCKED. */
  get(name: string): Promise<string>
  /** Whether there is one for this notebook; its value stays where it is. */
  has(name: string): Promise<boolean>
}

/** The secrets that code of a folder may use: those of the environment (`KAON_SECRET_<name>`), then those of the person's store. */
export function secretsFor(folder: string, env: NodeJS.ProcessEnv = process.env): Secrets {
  const store = new SecretStore(userFolders(env).state)
  const find = async (name: string) => env[`KAON_SECRET_${name}`] ?? (await store.get(name, folder))
  return {
    get: async name => {
      const value = await find(name)
      if (value !== undefined) return remember({ name, value })
      throw new KaonError("SECRET_NOT_FOUND", `There is no secret ${JSON.stringify(name)} for this folder.`, {
        fix: `Add it in the settings of the app, or type: kaon secrets set ${name}.`,
      })
    },
    has: async name => (await find(name)) !== undefined,
  }
}
