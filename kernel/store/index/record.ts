import { z } from "zod"
import { type Kept, keptSchema } from "../../contracts/cell-cache.ts"
import { isDigest } from "../objects/objects.ts"

const digest = z.string().refine(isDigest, "not a SHA-256")

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
  /** Why this cell is never taken from the cache, whatever else is here. */
  refused: z.string().optional(),
})
export type { Kept }
export type Entry = z.infer<typeof entrySchema>

/** Every artefact that an entry needs to be of use. */
export function needsOf({ values, changed, outputs }: Entry): string[] {
  const stored = [...Object.values(values), ...Object.values(changed)].flatMap(value =>
    value.form === "stored" ? value.needs : [],
  )
  return [...new Set(outputs === null ? stored : [...stored, outputs])]
}
