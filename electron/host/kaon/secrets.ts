import { z } from "zod"
import { KaonError } from "../../../kernel/contracts/errors.ts"
import { secretFactsSchema } from "../../../kernel/contracts/secrets.ts"
import { SecretStore } from "../../../kernel/secrets/index.ts"
import { type KaonRoute, route } from "./route.ts"

const answer = z.object({ secrets: z.array(secretFactsSchema) })
const everywhere = z.boolean().describe("Of all folders; else of this host's folder alone.")

/** A person's secrets: names go out, values come in, and none ever goes out. */
export function secretRoutes(state: string, folder: string): KaonRoute[] {
  const store = new SecretStore(state)
  const listed = async () => {
    const all = await store.list()
    return { secrets: all.filter(known => known.folder === undefined || known.folder === folder) }
  }
  return [
    route({
      method: "GET",
      path: "/kaon/secrets",
      summary: "The secrets that notebooks of this folder may use, without their values.",
      input: z.object({}),
      answer,
      handle: listed,
    }),
    route({
      method: "POST",
      path: "/kaon/secrets",
      summary: "Keeps a secret, sealed.",
      input: z.object({ name: z.string(), value: z.string().max(64_000), everywhere: everywhere.default(false) }),
      answer,
      handle: async ({ name, value, everywhere }) => {
        await store.set(name, value, everywhere ? undefined : folder)
        return await listed()
      },
    }),
    route({
      method: "POST",
      path: "/kaon/secrets/remove",
      summary: "Forgets a secret.",
      input: z.object({ name: z.string(), everywhere: everywhere.default(false) }),
      answer,
      handle: async ({ name, everywhere }) => {
        if (await store.remove(name, everywhere ? undefined : folder)) return await listed()
        throw new KaonError("SECRET_NOT_FOUND", `There is no secret ${JSON.stringify(name)} here.`)
      },
    }),
  ]
}
