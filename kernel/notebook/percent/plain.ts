import type { Cell, Notebook } from "../model.ts"
import { commentLines, isForeign } from "./comment.ts"

/**
 * The notebook as a plain TypeScript module: code in its order, everything else as comments, no cell markers. Node runs it as far
 * as the code needs nothing of the kernel; headers of pipeline cells stay as comments, by which `kaon run` still finds the stages.
 */
export function formatPlain(notebook: Notebook): string {
  const parts = notebook.cells.filter(({ source }) => source.trim() !== "").map(cell => linesOf(cell).join("\n"))
  return parts.length === 0 ? "" : `${parts.join("\n\n")}\n`
}

function linesOf(cell: Cell): string[] {
  const source = cell.source.trimEnd()
  if (cell.cell_type !== "code") return commentLines(source)
  const [first = "", ...body] = source.split("\n")
  if (!/^%%[A-Za-z]/.test(first)) return [first, ...body]
  return isForeign(first) ? [`// ${first}`, ...commentLines(body.join("\n"))] : [`// ${first}`, ...body]
}
