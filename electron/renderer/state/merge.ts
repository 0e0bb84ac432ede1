import type { Cell, Document } from "./model.ts"

export interface Merged {
  readonly document: Document
  /** Cells that differ between the two versions. */
  readonly changed: number
  /** Cells that both versions changed, in different ways: both texts are kept, ours first. */
  readonly clashes: number
}

/** Three-way merge by cell: what only one side changed is taken from that side. Order is theirs, with our new cells after the cell that they follow here. */
export function merge(base: Document, ours: Document, theirs: Document, newId: () => string): Merged {
  const cells = new Map<string, Cell>()
  const order: string[] = []
  let changed = 0
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
      if (was !== undefined) changed++
      if (!deletedHere) put(their)
    } else if (same(our, their)) {
      // What was not touched here may have been run there.
      put(our === was ? { ...their, run: our.run, rendered: our.rendered } : our)
    } else if (was !== undefined && same(was, their)) {
      changed++
      put(our)
    } else if (was !== undefined && same(was, our)) {
      changed++
      put(their)
    } else {
      changed++
      clashes++
      put(our)
      put({ ...their, id: newId() })
    }
  }
  for (const [index, id] of ours.order.entries()) {
    if (theirs.cells.has(id)) continue
    const our = ours.cells.get(id)!
    const was = base.cells.get(id)
    changed++
    if (was !== undefined && same(was, our)) continue
    const before = ours.order.slice(0, index).findLast(other => order.includes(other))
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id)
    cells.set(id, our)
  }
  return { document: { order, cells }, changed, clashes }
}

const same = (one: Cell, other: Cell): boolean => one.source === other.source && one.type === other.type
