import { z } from "zod"

/** What code calls a secret by; the same as of a variable of the environment. */
export const secretNameSchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/)

/** What may be told of a secret: never its value. */
export const secretFactsSchema = z.object({
  name: z.string(),
  /** The folder whose notebooks may use it; absent where all may. */
  folder: z.string().optional(),
  changed: z.iso.datetime(),
})
export type SecretFacts = z.infer<typeof secretFactsSchema>

/** The channel of `node:diagnostics_channel` on which a thread says that it has resolved a secret: messages are `Resolved`. */
export const secretChannel = "kaon.secret"

export interface Resolved {
  name: string
  value: string
}
