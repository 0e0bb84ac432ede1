import type { Message } from "../wire/index.ts"
import { RequestError } from "./requests.ts"

export type Content = Record<string, unknown>

/** Sends an answer to whoever sent `to`, on the channel that it came by. */
export type Reply = (
  channel: "shell" | "control" | "stdin",
  to: Message,
  type: string,
  content: Content,
  metadata?: Content,
) => void

/** The content of a reply to a request that cannot be served. */
export const refusal = (cause: unknown): Content => ({
  status: "error",
  ename: cause instanceof RequestError ? "RequestError" : "Error",
  evalue: cause instanceof Error ? cause.message : String(cause),
  traceback: [],
})
