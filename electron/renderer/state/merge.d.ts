import type { Document } from "./model.ts"
export interface Merged {
  readonly document: Document
  /** Cells that differ between the two versions. */
  readonly changed: number
  /** Cells that both versions changed, in different ways: both texts are kept, ours first. */
  readonly clashes: number
}
/** Three-way merge by cell: what only one side changed is taken from that side. Order is theirs, with our new cells after the cell that they follow here. */
export declare function merge(base: Document, ours: Document, theirs: Document, newId: () => string): Merged
