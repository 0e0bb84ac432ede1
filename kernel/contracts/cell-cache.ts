import { z } from "zod"

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const digests = z.record(z.string(), digest)

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

/** What a driver asks of the kernel beside running a cell: in the metadata of its execute_request, under `kaon.cache`. */
export const cellCacheSchema = z.object({
  /** Folder of the store. */
  store: z.string(),
  /** Instead of running the cell, bind these names to the values of these artefacts. */
  restore: digests.optional(),
  /** After it ran, keep what it defines, and say which of these values it changed in place. */
  keep: z
    .object({
      defines: z.array(z.string()),
      /** Values that it can reach, as they should be before it runs. */
      inputs: digests,
    })
    .optional(),
})
export type CellCache = z.infer<typeof cellCacheSchema>

/** The kernel's answer, in the metadata of its reply, under `kaon.kept`. */
export const cellKeptSchema = z.object({
  values: z.record(z.string(), keptSchema),
  changed: z.record(z.string(), keptSchema),
  /** Values that were others before the cell ran than they should have been: a cell before it changed them unseen. */
  unsure: z.array(z.string()),
  /** Values that it changed without having a name for them. */
  aliased: z.array(z.string()),
})
export type CellKept = z.infer<typeof cellKeptSchema>
