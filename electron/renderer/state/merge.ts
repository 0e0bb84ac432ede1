import type { Cell, Document } from "./model.ts"

export interface Merged {
  readonly document: Document
  /** Cells that differ between the two versions, but for those that are new there. */
  readonly changed: number
  /** Cells that only this side changed, made or deleted, and that only the other did. */
  readonly here: number
  readonly there: number
  /** Cells that both versions changed, in different ways: both texts are kept, ours first. */
  readonly clashes: number
}

/** Three-way merge by cell: what only one side changed is taken from that side. Order is theirs, with our new cells after the cell that they follow here. */
export function merge(base: Document, ours: Document, theirs: Document, newId: () => string): Merged {
  const cells = new Map<string, Cell>()
  const order: string[] = []
  let here = 0
  let there = 0
  /** Cells that are new there: taking them in takes nothing away here. */
  let added = 0
  let clashes = 0
  const put = (cell: Cell) => {
    cells.set(cell.id, cell)
    order.push(cell.id)
  }
  for (const id of theirs.order) {
    const their = theirs.cells.get(id)!
    const our = ours.cells.get(id)
    const was = base.cells.get(id)
    if (our === undefined) {
      const deletedHere = was !== undefined && same(was, their)
      if (deletedHere) here++
      else {
        there++
        if (was === undefined) added++
        put(their)
      }
    } else if (same(our, their)) {
      // What was not touched here may have been run there.
      put(our === was ? { ...their, run: our.run, rendered: our.rendered } : our)
    } else if (was !== undefined && same(was, their)) {
      here++
      put(our)
    } else if (was !== undefined && same(was, our)) {
      there++
      put(their)
    } else {
      clashes++
      put(our)
      put({ ...their, id: newId() })
    }
  }
  for (const [index, id] of ours.order.entries()) {
    if (theirs.cells.has(id)) continue
    const our = ours.cells.get(id)!
    const was = base.cells.get(id)
    if (was !== undefined && same(was, our)) {
      there++
      continue
    }
    here++
    const before = ours.order.slice(0, index).findLast(other => order.includes(other))
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id)
    cells.set(id, our)
  }
  return { document: { order, cells }, changed: here + there + clashes - added, here, there, clashes }
}

const same = (one: Cell, other: Cell): boolean => one.source === other.source && one.type === other.type
