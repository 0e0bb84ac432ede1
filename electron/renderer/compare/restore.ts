import type { Cell, Document } from "../state/model.ts"
import type { Row } from "./align.ts"

/** The notebook with one cell as the earlier version has it: put back, taken out, or with its text, type, metadata and place of then. */
export function restored(before: Document, now: Document, rows: readonly Row[], row: Row): Document {
  if (row.kind === "added") return without(now, row.after.id)
  const { before: was } = row
  const names = new Map(
    rows.flatMap(other => ("before" in other && "after" in other ? [[other.before.id, other.after.id] as const] : [])),
  )
  if (row.kind === "removed") return inserted(now, was, placeOf(before, now, names, was.id))
  const cell: Cell = { ...row.after, type: was.type, source: was.source, metadata: was.metadata, rest: was.rest }
  const back = row.after.source === was.source ? { ...cell, outputs: was.outputs, count: was.count } : cell
  const document = { order: now.order, cells: new Map(now.cells).set(cell.id, back) }
  if (!row.moved) return document
  const rest = without(document, cell.id)
  return inserted(rest, back, placeOf(before, rest, names, was.id))
}

function without({ order, cells }: Document, id: string): Document {
  const left = new Map(cells)
  left.delete(id)
  return { order: order.filter(other => other !== id), cells: left }
}

function inserted({ order, cells }: Document, cell: Cell, index: number): Document {
  return { order: [...order.slice(0, index), cell.id, ...order.slice(index)], cells: new Map(cells).set(cell.id, cell) }
}

/** After the nearest cell above it in the earlier version that is still there; else at the top. */
function placeOf(before: Document, now: Document, names: ReadonlyMap<string, string>, id: string): number {
  const above = before.order.slice(0, before.order.indexOf(id)).map(other => names.get(other) ?? other)
  const anchor = above.findLast(other => now.cells.has(other))
  return anchor === undefined ? 0 : now.order.indexOf(anchor) + 1
}
