import { z } from "zod"

/** What is known of a journalled message without reading its parts. */
export const entrySchema = z.object({
  /** Counts from 1, without a gap. */
  seq: z.number().int().positive(),
  channel: z.enum(["shell", "control", "stdin", "iopub"]),
  type: z.string(),
  id: z.string(),
  /** Message id of the request that this answers. */
  parent: z.string().optional(),
  /** A reply or a question: the one client that it is for. */
  to: z.string().optional(),
  /** A request that a client sent: that client. */
  from: z.string().optional(),
  /** When it was written, in milliseconds since 1970. */
  at: z.number(),
})
export type EntryMeta = z.infer<typeof entrySchema>

/** A message of the journal: header, parent header, metadata and content as bytes, then buffers. */
export interface Entry extends EntryMeta {
  parts: Uint8Array[]
}

export const positionSchema = z.object({
  /** First sequence number in the file, which is its name. */
  segment: z.number().int(),
  offset: z.number().int(),
  /** Of the entry there, or of the next one to be written. */
  seq: z.number().int(),
})

/** A place in the journal, between two entries. */
export type Position = z.infer<typeof positionSchema>
