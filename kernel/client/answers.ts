import { z } from "zod"

/** Replies as a client reads them. Fields that a kernel leaves out have the protocol's meaning of absence. */

const failure = z.object({
  ename: z.string().default("Error"),
  evalue: z.string().default(""),
  traceback: z.array(z.string()).default([]),
})
const metadata = z.record(z.string(), z.unknown()).default({})

export const kernelInfoSchema = z.looseObject({
  protocol_version: z.string(),
  implementation: z.string().default(""),
  implementation_version: z.string().default(""),
  language_info: z.looseObject({
    name: z.string(),
    version: z.string().default(""),
    file_extension: z.string().default(""),
  }),
  banner: z.string().default(""),
  supported_features: z.array(z.string()).default([]),
})
export type KernelInfo = z.infer<typeof kernelInfoSchema>

export const executeReplySchema = z.looseObject({
  status: z.enum(["ok", "error", "aborted"]).catch("error"),
  execution_count: z.number().int().nullable().catch(null),
  user_expressions: metadata.catch({}),
  payload: z.array(z.unknown()).catch([]),
})
export const failureSchema = failure

export const completeReplySchema = z.object({
  matches: z.array(z.string()).default([]),
  cursor_start: z.number().int().default(0),
  cursor_end: z.number().int().default(0),
  metadata,
})

export const commInfoReplySchema = z.object({
  comms: z.record(z.string(), z.object({ target_name: z.string().default("") })).default({}),
})

export const inspectReplySchema = z.object({ found: z.boolean().default(false), data: metadata, metadata })

export const isCompleteReplySchema = z.object({
  status: z.enum(["complete", "incomplete", "invalid", "unknown"]).catch("unknown"),
  indent: z.string().default(""),
})

export const historyReplySchema = z.object({
  history: z.array(z.tuple([z.number(), z.number(), z.unknown()])).default([]),
})
