import type { Message } from "../wire/index.ts"
import { executeReplySchema, failureSchema } from "./answers.ts"
import type { Exchange } from "./exchange.ts"

/** An output as it came over iopub, in nbformat's words; `buffers` are its binary parts. */
export interface OutputMessage {
  type: string
  content: Record<string, unknown>
  metadata: Record<string, unknown>
  buffers: Uint8Array[]
}

export interface ExecuteOptions {
  silent?: boolean
  storeHistory?: boolean
  stopOnError?: boolean
  userExpressions?: Record<string, string>
  /** Metadata of the request, such as `{ cellId }`. */
  metadata?: Record<string, unknown>
  /** Each output as it comes, in order; late ones (of timers) also after the execution is done. */
  onOutput?: (message: OutputMessage) => void
  /** Answers the code's questions. Without it the kernel is told that there is nobody to ask. */
  onInput?: (prompt: string, password: boolean) => Promise<string>
  allowStdin?: boolean
  /** The subshell to run in, from a create_subshell_request. */
  subshell?: string
  /** Keep the outputs for the result (the default); false where `onOutput` is enough. */
  collect?: boolean
}

/** What came of an execution. */
export interface Execution {
  status: "ok" | "error" | "aborted"
  executionCount: number | null
  /** The failure as the kernel tells it, where status is "error". */
  error: { ename: string; evalue: string; traceback: string[] } | undefined
  /** Metadata of the reply: structured errors of Kaon's kernel are in it. */
  metadata: Record<string, unknown>
  userExpressions: Record<string, unknown>
  payload: unknown[]
  outputs: OutputMessage[]
}

/** Messages that are outputs of a cell. */
export const outputTypes: ReadonlySet<string> = new Set([
  "stream",
  "display_data",
  "update_display_data",
  "execute_result",
  "error",
  "clear_output",
])

export async function execute(exchange: Exchange, code: string, options: ExecuteOptions): Promise<Execution> {
  const { silent = false, storeHistory = !silent, stopOnError = true, userExpressions = {}, metadata = {} } = options
  const { onOutput, onInput, allowStdin = onInput !== undefined, collect = true } = options
  const outputs: OutputMessage[] = []
  const iopub = ({ header, content, metadata, buffers }: Message) => {
    if (!outputTypes.has(header.msg_type)) return
    const output = { type: header.msg_type, content, metadata, buffers }
    if (collect) outputs.push(output)
    onOutput?.(output)
  }
  const content = {
    code,
    silent,
    store_history: storeHistory,
    user_expressions: userExpressions,
    allow_stdin: allowStdin,
    stop_on_error: stopOnError,
  }
  const { subshell } = options
  const listeners = { iopub, metadata, subshell, ...(onInput === undefined ? {} : { input: onInput }) }
  const reply = await exchange.request("shell", "execute_request", content, listeners).done
  const { status, execution_count, user_expressions, payload } = executeReplySchema.parse(reply.content)
  return {
    status,
    executionCount: execution_count,
    error: status === "error" ? failureSchema.parse(reply.content) : undefined,
    metadata: reply.metadata,
    userExpressions: user_expressions,
    payload,
    outputs,
  }
}
