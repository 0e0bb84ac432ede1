import { isComplete } from "../cell/index.ts"
import type { Cells } from "./cells.ts"
import type { MainInspector } from "./inspector.ts"
import { toCursor, toOffset } from "./requests.ts"

type CodeRequest = { code: string; cursor: number; detail: 0 | 1 }
type Content = Record<string, unknown>

export function isCompleteReply({ code }: CodeRequest): Content {
  const { status, indent } = isComplete(code)
  return status === "incomplete" ? { status, indent } : { status }
}

export async function complete(
  { code, cursor }: CodeRequest,
  _cells: Cells,
  inspector: MainInspector,
): Promise<Content> {
  const offset = toOffset(code, cursor)
  const start = offset - (/[\p{ID_Continue}$]*$/u.exec(code.slice(0, offset))?.[0].length ?? 0)
  const prefix = code.slice(start, offset)
  const matches = code[start - 1] === "." ? [] : (await inspector.names()).filter(name => name.startsWith(prefix))
  return {
    status: "ok",
    matches,
    cursor_start: toCursor(code, start),
    cursor_end: toCursor(code, offset),
    metadata: {},
  }
}

export async function inspect(_request: CodeRequest, _cells: Cells): Promise<Content> {
  return { status: "ok", found: false, data: {}, metadata: {} }
}
