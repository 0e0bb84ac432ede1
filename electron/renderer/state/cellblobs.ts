import type { Cell, Document } from "./model.ts"

/** Cells whose JSON is kept in one piece. */
const size = 50

interface Piece {
  readonly cells: readonly Cell[]
  readonly blob: Blob
}

export interface CellBlobs {
  /** The JSON of a document's cells, with a comma between them. */
  parts(document: Document): BlobPart[]
  /** Makes the pieces one by one, so that there is little left to do when they are needed. */
  ahead(document: Document): Generator<void>
}

/**
 * Cells' JSON in pieces that the browser holds outside of the page's memory. Cells never change, they are replaced: a large
 * notebook costs what was changed of it since the last time.
 */
export function cellBlobs(write: (cell: Cell) => string): CellBlobs {
  const pieces = new WeakMap<Cell, Piece>()
  const blobOf = (cells: readonly Cell[]): Blob => {
    const known = pieces.get(cells[0]!)
    if (known?.cells.length === cells.length && known.cells.every((cell, index) => cell === cells[index]))
      return known.blob
    const blob = new Blob([cells.map(write).join()])
    pieces.set(cells[0]!, { cells, blob })
    return blob
  }
  const groups = ({ order, cells }: Document): Cell[][] =>
    Array.from({ length: Math.ceil(order.length / size) }, (_, index) =>
      order.slice(index * size, (index + 1) * size).map(id => cells.get(id)!),
    )
  return {
    parts: document => groups(document).flatMap((group, index) => [...(index > 0 ? [","] : []), blobOf(group)]),
    *ahead(document) {
      for (const group of groups(document)) {
        blobOf(group)
        yield
      }
    },
  }
}
