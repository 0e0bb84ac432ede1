import type { Cell, Notebook } from "../model.ts"
import { commentLines, isForeign } from "./comment.ts"
import { changeHeader, formatHeader } from "./header.ts"
import { escapeLine, formatMarker, headerOf, isPlainTitle } from "./marker.ts"
import { contentOf, type ScriptStyle } from "./parse.ts"

/** The percent-format script of a notebook. Outputs are not part of it. What was read from `style` and not changed is written as it was read. */
export function formatPercent(notebook: Notebook, style?: ScriptStyle): string {
  const lineBreak = style?.lineBreak ?? "\n"
  let text = headerText(notebook.metadata, style, lineBreak)
  notebook.cells.forEach((cell, i) => {
    const found = style?.cells.get(cell.id)
    const unchanged = found?.cell === contentOf(cell)
    if (text !== "" && !text.endsWith("\n")) text += lineBreak
    if (found === undefined && i > 0 && !/\n\r?\n$/.test(text)) text += lineBreak
    if (unchanged) text += found.text
    else {
      text += lines(formatCell(cell), lineBreak) + blankLinesAfter(found?.text ?? "")
      // A file whose last line had no end keeps that too.
      const open = found !== undefined && found.text !== "" && !found.text.endsWith("\n")
      if (open && i === notebook.cells.length - 1) text = text.replace(/\r?\n$/, "")
    }
  })
  return (style?.mark ?? "") + text
}

function headerText(metadata: Notebook["metadata"], style: ScriptStyle | undefined, lineBreak: string): string {
  if (style === undefined) return lines(formatHeader(metadata), lineBreak)
  const { text, metadata: known } = style.header
  if (known === JSON.stringify(metadata)) return text
  const [, body = "", end = ""] = /^([\s\S]*?)(\r?\n)?$/.exec(text) ?? []
  const changed = changeHeader(body === "" && end === "" ? [] : body.split(/\r?\n/), metadata)
  return changed.join(lineBreak) + (changed.length > 0 && end === "" ? lineBreak : end)
}

const lines = (parts: string[], lineBreak: string) => parts.map(part => part + lineBreak).join("")

/** The blank lines at the end of a cell's text in the file: they part it from the next cell, and stay when the cell is edited. */
const blankLinesAfter = (found: string): string => /\r?\n((?:\r?\n)*)$/.exec(found)?.[1] ?? ""

function formatCell(cell: Cell): string[] {
  const { title, ...others } = cell.metadata
  const plain = isPlainTitle(title)
  const metadata = plain ? others : cell.metadata
  const marker = formatMarker({ cellType: cell.cell_type, title: plain ? title : undefined, metadata })
  if (cell.cell_type !== "code") return [marker, ...commentLines(cell.source)]
  const [first = "", ...body] = cell.source === "" ? [] : cell.source.split("\n")
  if (headerOf(`// ${first}`) === undefined)
    return [marker, ...(cell.source === "" ? [] : [first, ...body].map(escapeLine))]
  const rest = isForeign(first) ? (body.length === 0 ? [] : commentLines(body.join("\n"))) : body.map(escapeLine)
  return marker === "// %%" ? [`// ${first}`, ...rest] : [marker, `// ${first}`, ...rest]
}
