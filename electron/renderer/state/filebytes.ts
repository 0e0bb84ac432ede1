import { toFile, writeCell } from "./file.ts"
import type { Cell, NotebookState } from "./model.ts"

const encoder = new TextEncoder()

interface Written {
  readonly trusted: boolean
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** What each cell was last written as. Cells never change, they are replaced: most of a large notebook is here already. */
const written = new WeakMap<Cell, Written>()

function bytesOf(cell: Cell, trusted: boolean): Uint8Array<ArrayBuffer> {
  const known = written.get(cell)
  if (known?.trusted === trusted) return known.bytes
  const bytes = encoder.encode(JSON.stringify(writeCell(cell, trusted)))
  written.set(cell, { trusted, bytes })
  return bytes
}

/** The JSON of `toFile`, in pieces; costs what the cells cost that changed since the last time. */
export function fileBytes(state: NotebookState): Uint8Array<ArrayBuffer>[] {
  const { cells: _, ...rest } = toFile({ ...state, order: [] })
  const pieces = [encoder.encode(`${JSON.stringify(rest).slice(0, -1)},"cells":[`)]
  const comma = encoder.encode(",")
  state.order.forEach((id, index) => {
    if (index > 0) pieces.push(comma)
    pieces.push(bytesOf(state.cells.get(id)!, state.trusted))
  })
  pieces.push(encoder.encode("]}"))
  return pieces
}
