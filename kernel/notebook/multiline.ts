import { asFound, remember } from "./found.ts"
import type { Cell, Output } from "./model.ts"

/** The lines of a text as nbformat keeps them in a file: each with its line break, none for an empty text. */
export const splitLines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+/g) ?? []

const isLines = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(line => typeof line === "string")

const same = (a: string[], b: string[]) => a.length === b.length && a.every((line, i) => line === b[i])

const isJsonMime = (mime: string) => /^application\/(?:.*\+)?json$/.test(mime)

/** nbformat writes text, SVG and JavaScript as lines, and every other MIME type as it is. */
const isSplitMime = (mime: string) =>
  mime.startsWith("text/") || mime === "application/javascript" || mime === "image/svg+xml"

/** Joins `holder[key]` in place where it is a list of lines; a spelling that `splitLines` would not give again is remembered. */
function join(holder: Record<string, unknown>, key: string, split: boolean): void {
  const found = holder[key]
  if (isLines(found)) {
    const joined = found.join("")
    holder[key] = joined
    if (!split || !same(splitLines(joined), found)) remember(holder, key, joined, found)
  } else if (typeof found === "string" && split) {
    remember(holder, key, found, found)
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

function joinBundle(bundle: unknown): void {
  if (!isRecord(bundle)) return
  for (const mime of Object.keys(bundle)) if (!isJsonMime(mime)) join(bundle, mime, isSplitMime(mime))
}

/** Joins every multi-line text of a cell in place: source, attachments, outputs. What has another shape is left for the schema to find. */
export function joinCell(cell: unknown): void {
  if (!isRecord(cell)) return
  join(cell, "source", true)
  if (isRecord(cell.attachments)) for (const bundle of Object.values(cell.attachments)) joinBundle(bundle)
  if (!Array.isArray(cell.outputs)) return
  for (const output of cell.outputs) {
    if (!isRecord(output)) continue
    if (output.output_type === "stream") join(output, "text", true)
    else joinBundle(output.data)
  }
}

/** What a file holds for `holder[key]`: the lines as they were found, or the text split. */
const linesOf = (holder: object, key: string, text: string): unknown => asFound(holder, key, text) ?? splitLines(text)

function splitBundle(bundle: Record<string, unknown>): Record<string, unknown> {
  const written = { ...bundle }
  for (const [mime, value] of Object.entries(bundle)) {
    if (typeof value !== "string") continue
    written[mime] = isSplitMime(mime) ? linesOf(bundle, mime, value) : (asFound(bundle, mime, value) ?? value)
  }
  return written
}

const splitOutput = (output: Output): object =>
  output.output_type === "stream"
    ? { ...output, text: linesOf(output, "text", output.text) }
    : output.output_type === "error"
      ? output
      : { ...output, data: splitBundle(output.data) }

/** A cell as a file holds it: lists of lines where the model has texts. */
export function splitCell(cell: Cell): object {
  const source = linesOf(cell, "source", cell.source)
  if (cell.cell_type === "code") return { ...cell, outputs: cell.outputs.map(splitOutput), source }
  if (cell.attachments === undefined) return { ...cell, source }
  const attachments = Object.entries(cell.attachments).map(([name, bundle]) => [name, splitBundle(bundle)])
  return { ...cell, attachments: Object.fromEntries(attachments), source }
}
