import { z } from "zod"
import { isDigest } from "../objects/objects.ts"

const digest = z.string().refine(isDigest, "not a SHA-256")

/** What was kept of a value that a cell gave to others. */
export const keptSchema = z.discriminatedUnion("form", [
  /** In the store. */
  z.object({ form: z.literal("stored"), digest, kind: z.string(), bytes: z.number(), needs: z.array(digest) }),
  /** Its content is known but not stored: the cell runs again where the value itself is needed. */
  z.object({ form: z.literal("known"), digest, why: z.string() }),
  /** A function, a class or an import: what it is follows from the cell's code and what that reaches. */
  z.object({ form: z.literal("definition") }),
  /** Nothing is known of it: what uses it is never taken from the cache. */
  z.object({ form: z.literal("opaque"), why: z.string() }),
])
export type Kept = z.infer<typeof keptSchema>

const kept = z.record(z.string(), keptSchema)

/** What one run of a cell left: enough to go on as if it had run again. */
export const entrySchema = z.object({
  /** By name, what the cell defines. */
  values: kept,
  /** By name, values of other cells that it changed in place, as it left them. */
  changed: kept,
  /** The artefact with what the cell showed. */
  outputs: digest.nullable(),
  /** How long the run took. */
  seconds: z.number(),
  /** Milliseconds since 1970. */
  made: z.number(),
})
export type Entry = z.infer<typeof entrySchema>

/** Every artefact that an entry needs to be of use. */
export function needsOf({ values, changed, outputs }: Entry): string[] {
  const stored = [...Object.values(values), ...Object.values(changed)].flatMap(value =>
    value.form === "stored" ? value.needs : [],
  )
  return [...new Set(outputs === null ? stored : [...stored, outputs])]
}
