import { repairIds } from "../ids.ts"
import type { Cell, Notebook } from "../model.ts"
import { isForeign, uncommentLines } from "./comment.ts"
import { readHeader } from "./header.ts"
import { headerOf, type Marker, parseMarker, unescapeLine } from "./marker.ts"

/** The spelling of a script, cell by cell: what did not change is written as it was read. */
export interface ScriptStyle {
  /** A byte order mark, or "". */
  mark: string
  /** What ends the lines that are written anew: what ends most of those that were read. */
  lineBreak: "\n" | "\r\n"
  /** What stands before the first cell, and the notebook's metadata that it was read as. */
  header: { text: string; metadata: string }
  /** By cell id: the cell's text in the file, and the cell that it was read as. */
  cells: Map<string, { text: string; cell: string }>
}

/** A notebook with the spelling of the percent-format script that it was read from. */
export interface Script {
  kind: "script"
  notebook: Notebook
  style: ScriptStyle
}

/** What a script can hold of a cell, as one string to compare: outputs are not part of a script. */
export const contentOf = (cell: Cell): string => JSON.stringify([cell.cell_type, cell.source, cell.metadata])

/** A line of a script, and what it is with its line break. */
interface Line {
  text: string
  raw: string
}

interface Chunk {
  marker: Marker
  /** The lines of the cell in the file, with its marker. */
  lines: Line[]
  /** How many lines at the start are no part of the cell's source. */
  skip: number
}

const textsOf = (lines: readonly Line[]): string[] => lines.map(line => line.text)
const rawOf = (lines: readonly Line[]): string => lines.map(line => line.raw).join("")

/** Reads a percent-format script. Every text is one: without markers it is a single code cell. Never throws. */
export function parsePercent(given: string): Script {
  const mark = given.startsWith("\ufeff") ? "\ufeff" : ""
  const text = given.slice(mark.length)
  const lines = text.split(/(?<=\n)/).map(raw => ({ raw, text: raw.replace(/\r?\n$/, "") }))
  const wide = lines.filter(({ raw }) => raw.endsWith("\r\n")).length
  const { header, chunks } = split(lines)
  const cells = chunks.map(cellOf)
  repairIds(cells)
  const { metadata } = readHeader(textsOf(header))
  const style: ScriptStyle = {
    mark,
    lineBreak: wide > lines.length / 2 ? "\r\n" : "\n",
    header: { text: rawOf(header), metadata: JSON.stringify(metadata) },
    cells: new Map(cells.map((cell, i) => [cell.id, { text: rawOf(chunks[i]!.lines), cell: contentOf(cell) }])),
  }
  return { kind: "script", notebook: { cells, metadata, nbformat: 4, nbformat_minor: 5 }, style }
}

const plain: Marker = { cellType: "code", title: undefined, metadata: {} }

function split(lines: readonly Line[]): { header: Line[]; chunks: Chunk[] } {
  const header: Line[] = []
  const chunks: Chunk[] = []
  let fresh = false
  for (const line of lines) {
    const marker = parseMarker(line.text)
    const stage = marker === undefined ? headerOf(line.text) : undefined
    if (marker !== undefined) chunks.push({ marker, lines: [line], skip: 1 })
    else if (stage !== undefined && !fresh) chunks.push({ marker: plain, lines: [line], skip: 0 })
    else (chunks.at(-1)?.lines ?? header).push(line)
    fresh = marker !== undefined && marker.cellType === "code"
  }
  return chunks.length > 0 && header.every(isComment) ? { header, chunks } : withoutMarker(header, chunks)
}

const isComment = ({ text }: Line) => /^\s*(?:\/\/.*|\/?\*.*|#!.*)?$/.test(text)

/** Code before the first marker is a cell too; the comment block that a blank line parts from it is the header. */
function withoutMarker(lines: Line[], chunks: Chunk[]): { header: Line[]; chunks: Chunk[] } {
  const end = readHeader(textsOf(lines)).lines
  const rest = lines.slice(end)
  if (rest.every(line => line.text.trim() === "")) return { header: lines, chunks }
  return { header: lines.slice(0, end), chunks: [{ marker: plain, lines: rest, skip: 0 }, ...chunks] }
}

function cellOf({ marker, lines, skip }: Chunk): Cell {
  const body = textsOf(lines.slice(skip))
  while (body.length > 0 && body.at(-1)!.trim() === "") body.pop()
  const metadata = marker.title === undefined ? marker.metadata : { title: marker.title, ...marker.metadata }
  if (marker.cellType === "code") {
    return { cell_type: "code", execution_count: null, id: "", metadata, outputs: [], source: codeOf(body) }
  }
  const source = uncommentLines(body) ?? body.map(unescapeLine).join("\n")
  return { cell_type: marker.cellType, id: "", metadata, source }
}

function codeOf(body: readonly string[]): string {
  const header = headerOf(body[0] ?? "")
  if (header === undefined) return body.map(unescapeLine).join("\n")
  const rest = body.slice(1)
  const text = (isForeign(header) ? uncommentLines(rest) : undefined) ?? rest.map(unescapeLine).join("\n")
  return rest.length === 0 ? header : `${header}\n${text}`
}
