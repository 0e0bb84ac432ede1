import { inOrder, matchCells } from "../../../kernel/contracts/alignment/match.ts"
import type { Cell, Document } from "../state/model.ts"

/** One cell in two versions of a notebook. */
export type Row =
  | {
      readonly kind: "same" | "changed" | "moved"
      readonly before: Cell
      readonly after: Cell
      readonly moved: boolean
    }
  | { readonly kind: "added"; readonly after: Cell }
  | { readonly kind: "removed"; readonly before: Cell }

/**
 * The cells of two versions side by side, in the order of the later one, removed cells after the one that they followed. Cells are
 * the same by id, else by content, else by what most of their words say.
 */
export function alignCells(before: Document, after: Document): Row[] {
  const old = before.order.map(id => before.cells.get(id)!)
  const now = after.order.map(id => after.cells.get(id)!)
  const pairs = matchCells(now, old, ["id", "content", "likeness"])
  const steady = inOrder(pairs)
  const paired = new Set(pairs.filter(index => index !== undefined))
  const rows: Row[] = []
  const removedAfter = new Map<number, Cell[]>()
  const placeOf = new Map([...steady].map(index => [pairs[index]!, index]))
  let anchor = -1
  old.forEach((cell, index) => {
    if (paired.has(index)) anchor = placeOf.get(index) ?? anchor
    else removedAfter.set(anchor, [...(removedAfter.get(anchor) ?? []), cell])
  })
  const putRemoved = (index: number) =>
    rows.push(...(removedAfter.get(index) ?? []).map((cell): Row => ({ kind: "removed", before: cell })))
  putRemoved(-1)
  now.forEach((cell, index) => {
    const partner = pairs[index]
    if (partner === undefined) rows.push({ kind: "added", after: cell })
    else {
      const was = old[partner]!
      const moved = !steady.has(index)
      const kind = sameCell(was, cell) ? (moved ? "moved" : "same") : "changed"
      rows.push({ kind, before: was, after: cell, moved })
    }
    putRemoved(index)
  })
  return rows
}

export const sameMetadata = (one: Cell, other: Cell): boolean => canonical(one.metadata) === canonical(other.metadata)
export const sameOutputs = (one: Cell, other: Cell): boolean =>
  one.outputs === other.outputs || outputsOf(one) === outputsOf(other)
const sameCell = (one: Cell, other: Cell): boolean =>
  one.source === other.source && one.type === other.type && sameMetadata(one, other) && sameOutputs(one, other)

/** What of outputs a reader sees; counts and keys of a run say nothing of it. */
const outputsOf = ({ outputs }: Cell): string =>
  canonical(
    outputs.list.map(output =>
      output.kind === "stream"
        ? [output.name, output.text.done + output.text.line]
        : output.kind === "error"
          ? [output.name, output.message]
          : [output.data],
    ),
  )

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)))
      : item,
  )
