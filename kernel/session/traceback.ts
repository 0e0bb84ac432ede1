import type { Frame, Thrown } from "../runtime/protocol.ts"
import type { Cells } from "./cells.ts"

const contextLines = 2
const mostFrames = 12

/**
 * A thrown error as the lines a reader sees: what it is, the user's own lines around the place, the way there, its cause, the fix.
 * @param source the cell's text, for an error found before it ran: such an error has a place and no frames
 */
export function traceback(error: Thrown, cells: Cells, source?: string): string[] {
  if (error.lines !== undefined) return [...error.lines, ...(error.fix === undefined ? [] : ["", error.fix])]
  const lines = [headline(error)]
  const frames = error.frames.map(frame => cells.locate(frame))
  const first = frames.find(frame => frame.source !== undefined)
  if (first?.source !== undefined) lines.push(...excerpt(first.source, first.line, first.column))
  else if (source !== undefined && error.place?.line !== undefined)
    lines.push(...excerpt(source, error.place.line, error.place.column ?? 1))
  lines.push(...frames.slice(0, mostFrames).map(describe))
  if (frames.length > mostFrames) lines.push(`    … ${frames.length - mostFrames} more`)
  if (error.fix !== undefined) lines.push("", error.fix)
  for (const one of error.errors ?? []) lines.push("", ...traceback(one, cells))
  if (error.cause !== undefined) lines.push("", "caused by", ...traceback(error.cause, cells))
  return lines
}

const headline = (error: Thrown): string => (error.message === "" ? error.name : `${error.name}: ${error.message}`)

/** A frame in words that lead there. */
export type Located = Frame & { label: string; source?: string }

const describe = (frame: Located): string =>
  `    at ${frame.function === "" ? "" : `${frame.function}, `}${frame.label}, line ${frame.line}, column ${frame.column}`

/** The lines around a place, with a mark under its column. */
function excerpt(source: string, line: number, column: number): string[] {
  const all = source.split(/\r?\n/)
  const width = String(line + contextLines).length
  const shown: string[] = []
  for (let n = Math.max(1, line - contextLines); n <= Math.min(all.length, line + contextLines); n++) {
    const text = (all[n - 1] ?? "").slice(0, 200)
    shown.push(`${n === line ? ">" : " "} ${String(n).padStart(width)} | ${text}`)
    if (n === line && column <= 200)
      shown.push(`  ${" ".repeat(width)} | ${(text.slice(0, column - 1)).replace(/[^\t]/g, " ")}^`)
  }
  return shown
}
