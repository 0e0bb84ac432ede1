import type { Debugger, Runtime } from "node:inspector"
import path from "node:path"
import type { DebugCell, Position } from "./cell.ts"
import type { StackFrame } from "./dap.ts"
import { pathOfUrl } from "./location.ts"
import { isOwnUrl, type Scripts } from "./scripts.ts"

/** A frame that the user knows of. `call` is V8's, undefined for one that waits in an `await` further out. */
export interface Frame {
  name: string
  url: string
  cell: DebugCell | undefined
  /** In the code that runs. */
  code: Position
  /** In what the user wrote. */
  source: Position
  call: Debugger.CallFrame | undefined
}

/** The user's own frames, innermost first; then those that await them. Kaon's, Node's and packages' are left out. */
export function framesOf(
  { callFrames, asyncStackTrace }: Pick<Debugger.PausedEventDataType, "callFrames" | "asyncStackTrace">,
  scripts: Scripts,
  cellAt: (url: string) => DebugCell | undefined,
): Frame[] {
  const frame = (name: string, url: string, line: number, column: number, call?: Debugger.CallFrame): Frame => {
    const cell = cellAt(url)
    const code = { line: line + 1, column: column + 1 }
    return { name, url, cell, code, source: cell?.map(code.line, code.column) ?? code, call }
  }
  const running = callFrames
    .filter(({ location }) => scripts.isOwn(location.scriptId))
    .map(call => {
      const { scriptId, lineNumber, columnNumber = 0 } = call.location
      const url = scripts.url(scriptId)
      return frame(nameOf(call, url, cellAt(url)), url, lineNumber, columnNumber, call)
    })
  const waiting: Frame[] = []
  for (let trace: Runtime.StackTrace | undefined = asyncStackTrace; trace !== undefined; trace = trace.parent) {
    for (const { functionName, scriptId, url, lineNumber, columnNumber } of trace.callFrames) {
      const known = scripts.url(scriptId) || url
      if (isOwnUrl(known))
        waiting.push(frame(tidy(functionName) || topLevel(known, cellAt(known)), known, lineNumber, columnNumber))
    }
  }
  return [...running, ...waiting]
}

const tidy = (name: string): string => name.replace(/\$hoisted$/, "")

const topLevel = (url: string, cell: DebugCell | undefined): string => cell?.label ?? path.basename(pathOfUrl(url))

function nameOf(call: Debugger.CallFrame, url: string, cell: DebugCell | undefined): string {
  if (call.functionName !== "") return tidy(call.functionName)
  const inFunction = call.scopeChain.some(({ type }) => type === "local")
  return inFunction ? "(anonymous)" : topLevel(url, cell)
}

export function toStackFrame(frame: Frame, id: number): StackFrame {
  const file = pathOfUrl(frame.url)
  return {
    id,
    name: frame.name,
    source: { name: frame.cell?.label ?? path.basename(file), path: file },
    ...frame.source,
    presentationHint: frame.call === undefined ? "subtle" : "normal",
  }
}
