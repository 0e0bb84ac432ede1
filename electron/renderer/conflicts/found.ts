import { type Found, resolveText } from "../../../kernel/contracts/conflicts.ts"
import type { Cell, NotebookState } from "../state/model.ts"

/** Cells are never changed in place, so that what one holds is looked up once. */
const known = new WeakMap<Cell, Found | undefined>()

/** The first conflict of a merge in a cell. */
export function conflictOf(cell: Cell): Found | undefined {
  if (!known.has(cell)) known.set(cell, resolveText(cell.source))
  return known.get(cell)
}

/** Was the cell put there by a merge, to show values that stand in no source? */
export const isNote = ({ type, metadata: { kaon } }: Cell): boolean =>
  type === "raw" && typeof kaon === "object" && kaon !== null && "clashes" in kaon

/** Ids of the cells that hold conflicts, in their order. */
export const conflictedCells = ({ order, cells }: Pick<NotebookState, "order" | "cells">): string[] =>
  order.filter(id => conflictOf(cells.get(id)!) !== undefined)

/** The cell to go to next: the first one after the active one, else the first of all. */
export function nextConflict(state: Pick<NotebookState, "order" | "cells" | "active">): string | undefined {
  const all = conflictedCells(state)
  const at = state.order.indexOf(state.active)
  return all.find(id => state.order.indexOf(id) > at) ?? all[0]
}
