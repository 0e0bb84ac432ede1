import { z } from "zod"
import { type ErrorCode, errorCodes } from "../contracts/errors.ts"

/** What a model server's process says, on its standard output and to its parent. */
export const serverMessageSchema = z.discriminatedUnion("state", [
  z.object({
    state: z.literal("ready"),
    address: z.string(),
    host: z.string(),
    port: z.number().int(),
    pid: z.number().int(),
    model: z.string(),
    version: z.string(),
  }),
  z.object({
    state: z.literal("failed"),
    code: z.custom<ErrorCode>(value => typeof value === "string" && value in errorCodes),
    message: z.string(),
    fix: z.string().optional(),
  }),
])
export type ServerMessage = z.infer<typeof serverMessageSchema>
