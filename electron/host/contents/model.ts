import { z } from "zod"

export const contentTypes = ["directory", "file", "notebook"] as const
export type ContentType = (typeof contentTypes)[number]

/** A file, folder or notebook as Jupyter's contents API describes it. */
export interface ContentModel {
  name: string
  path: string
  type: ContentType
  created: string
  last_modified: string
  content: unknown
  format: "json" | "text" | "base64" | null
  mimetype: string | null
  size: number | null
  writable: boolean
  hash: string | null
  hash_algorithm: "sha256" | null
}

/** What a client sends to save. */
export const saveSchema = z.looseObject({
  type: z.enum(contentTypes).optional(),
  format: z.enum(["json", "text", "base64"]).nullish(),
  content: z.unknown(),
  /** A part of a large file: 1, 2, …, and -1 for the last. */
  chunk: z.number().int().optional(),
  /** What the client knows of the file on the disk; if it has changed since, the answer is 409. */
  hash: z.string().nullish(),
  last_modified: z.string().nullish(),
})
export type SaveRequest = z.infer<typeof saveSchema>

export const createSchema = z.looseObject({
  type: z.enum(contentTypes).optional(),
  ext: z
    .string()
    .regex(/^\.?[\w.-]*$/)
    .optional(),
  copy_from: z.string().optional(),
})
export type CreateRequest = z.infer<typeof createSchema>
