/** Line and column from 1. */
export interface Position {
  line: number
  column: number
}

/** A cell as the debugger needs it. */
export interface DebugCell {
  url: string
  /** The TypeScript that the user wrote. */
  source: string
  /** The JavaScript that V8 runs for it, ending in its `sourceURL` line. */
  code: string
  /** What the reader calls it. */
  label: string
  /** A position in `code` as the position in `source` that it stands for. */
  map(line: number, column: number): Position
}

/** The code without the line that names it. */
export const bodyOf = (cell: DebugCell): string => cell.code.slice(0, cell.code.lastIndexOf("\n//# sourceURL="))

/** Is a position of the code behind everything that the user wrote? There stands only what makes a cell's value. */
export function isPastEnd(cell: DebugCell, { line, column }: Position): boolean {
  const lines = cell.code.split(/\r\n|[\n\r\u2028\u2029]/)
  const rest = [lines[line - 1]?.slice(column - 1) ?? "", ...lines.slice(line, -1)].join("")
  return line >= lines.length || /^[\s;]*(void 0)?[\s;}]*$/.test(rest)
}
