import type { CellFacts, NamePlace } from "../contracts/cell.ts"

/** One use of a name, with the cells (by index) whose value it sees. */
export interface Binding {
  reader: number
  use: NamePlace
  /** The cell that defines the name for this reader. */
  definer: number | undefined
  /** The last cell between the two that assigns to the name. */
  writer: number | undefined
}

/**
 * Every use in a notebook bound to what it sees when the cells run in order: the nearest definition above it, and the
 * last assignment since. A name that only a later cell defines is bound to that cell. A later reader need only depend on
 * the last writer: that one depends on the writers before it.
 */
export function bindings(cells: readonly CellFacts[]): {
  bindings: Binding[]
  /** By name, the cells that define it, in notebook order. */
  definers: Map<string, number[]>
} {
  const definers = new Map<string, number[]>()
  for (const [index, { defines }] of cells.entries())
    for (const { name } of defines) {
      const places = definers.get(name)
      if (!places) definers.set(name, [index])
      else if (places.at(-1) !== index) places.push(index)
    }
  const defined = new Map<string, number>()
  const written = new Map<string, number>()
  const found: Binding[] = []
  for (const [reader, { uses, assigns, defines }] of cells.entries()) {
    for (const use of uses) {
      const definer = defined.get(use.name) ?? definers.get(use.name)?.find(index => index > reader)
      if (definer !== undefined) found.push({ reader, use, definer, writer: written.get(use.name) })
    }
    for (const { name } of assigns) written.set(name, reader)
    for (const { name } of defines) {
      defined.set(name, reader)
      written.delete(name)
    }
  }
  return { bindings: found, definers }
}
