import type { Message } from "../wire/index.ts"
import type { CodeRequest } from "./code.ts"

/** A request's content that has not the form the protocol gives it; answered with status "error". */
export class RequestError extends Error {
  override readonly name = "RequestError"
}

const field = <T>(
  content: Message["content"],
  name: string,
  is: (value: unknown) => value is T,
  fallback: T | undefined,
): T => {
  const value = content[name]
  if (value === undefined && fallback !== undefined) return fallback
  if (!is(value)) throw new RequestError(`the field ${name} of the request is missing or has the wrong type`)
  return value
}

const isString = (value: unknown): value is string => typeof value === "string"
const isBoolean = (value: unknown): value is boolean => typeof value === "boolean"
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value)
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export interface ExecuteRequest {
  code: string
  silent: boolean
  storeHistory: boolean
  expressions: Record<string, string>
  allowStdin: boolean
  stopOnError: boolean
  /** Identity of the cell, where the client tells it. */
  cellId: string | undefined
  /** Number of the cell in its notebook, from Kaon's own clients. */
  cell: number | undefined
  /** Values for the parameters of a %%params cell, from Kaon's own clients. */
  params: Record<string, unknown> | undefined
  /** What the store has to do with it, from Kaon's own clients; checked where it is used. */
  cache: Record<string, unknown> | undefined
}

/** @throws RequestError */
export function executeRequest({ content, metadata }: Message): ExecuteRequest {
  const silent = field(content, "silent", isBoolean, false)
  const expressions = field(content, "user_expressions", isRecord, {})
  const kaon = isRecord(metadata.kaon) ? metadata.kaon : {}
  return {
    code: field(content, "code", isString, undefined),
    silent,
    storeHistory: !silent && field(content, "store_history", isBoolean, true),
    expressions: Object.fromEntries(
      Object.entries(expressions).filter((entry): entry is [string, string] => isString(entry[1])),
    ),
    allowStdin: field(content, "allow_stdin", isBoolean, false),
    stopOnError: field(content, "stop_on_error", isBoolean, true),
    cellId: isString(metadata.cellId) ? metadata.cellId : undefined,
    cell: isNumber(kaon.cell) ? kaon.cell : undefined,
    params: isRecord(kaon.params) ? kaon.params : undefined,
    cache: isRecord(kaon.cache) ? kaon.cache : undefined,
  }
}

/** @throws RequestError */
export const codeRequest = ({ content, metadata }: Message): CodeRequest => ({
  cellId: isString(metadata.cellId) ? metadata.cellId : undefined,
  code: field(content, "code", isString, undefined),
  cursor: field(content, "cursor_pos", isNumber, Number.POSITIVE_INFINITY),
  detail: field(content, "detail_level", isNumber, 0) === 0 ? 0 : 1,
})

export interface CommRequest {
  id: string
  /** Empty but for comm_open. */
  target: string
  data: unknown
}

/** @throws RequestError */
export const commRequest = ({ content }: Message): CommRequest => ({
  id: field(content, "comm_id", isString, undefined),
  target: field(content, "target_name", isString, ""),
  data: content.data ?? {},
})

export interface HistoryRequest {
  access: "range" | "tail" | "search"
  output: boolean
  raw: boolean
  session: number
  start: number
  stop: number | undefined
  n: number | undefined
  pattern: string
  unique: boolean
}

/** @throws RequestError */
export function historyRequest({ content }: Message): HistoryRequest {
  const access = field(content, "hist_access_type", isString, "tail")
  if (access !== "range" && access !== "tail" && access !== "search")
    throw new RequestError(`hist_access_type ${access} is not range, tail or search`)
  const optional = (name: string) => (isNumber(content[name]) ? content[name] : undefined)
  return {
    access,
    output: field(content, "output", isBoolean, false),
    raw: field(content, "raw", isBoolean, true),
    session: optional("session") ?? 0,
    start: optional("start") ?? 0,
    stop: optional("stop"),
    n: optional("n"),
    pattern: isString(content.pattern) ? content.pattern : "*",
    unique: field(content, "unique", isBoolean, false),
  }
}

/** A Jupyter cursor counts code points; JavaScript counts UTF-16 units. */
export const toOffset = (code: string, cursor: number): number => {
  if (cursor >= code.length) return code.length
  let offset = 0
  for (let point = 0; point < cursor && offset < code.length; point++)
    offset += code.codePointAt(offset)! > 0xffff ? 2 : 1
  return offset
}

/** UTF-16 offset → code points. */
export const toCursor = (code: string, offset: number): number => [...code.slice(0, offset)].length
