import type { CellFacts, Diagnostic } from "../contracts/cell.ts"
import { type Binding, bindings } from "./bindings.ts"
import { diagnose } from "./diagnose.ts"

/** Who depends on whom. Cells stand in notebook order; edges are cell ids, each once, in notebook order. */
export interface Graph {
  readonly cells: readonly CellFacts[]
  /** The cells that define or assign what this cell uses. Empty for an unknown id. */
  dependencies(id: string): readonly string[]
  /** The cells that use what this cell defines or assigns. Empty for an unknown id. */
  dependents(id: string): readonly string[]
  /** The cell whose definition a reader sees: the last before `beforeId` that defines the name, else the first after it. */
  definer(name: string, beforeId?: string): string | undefined
  /** Position in the notebook, from 0; -1 for an unknown id. */
  index(id: string): number
}

export interface GraphOptions {
  /** A name defined twice is an error rather than a warning: what `kaon run` wants. */
  strict?: boolean
}

/** The graph of a notebook's cells and what is wrong with it. Linear in cells and names (times a logarithm per name). */
export function buildGraph(
  cells: readonly CellFacts[],
  options: GraphOptions = {},
): { graph: Graph; diagnostics: Diagnostic[] } {
  const found = bindings(cells)
  const graph = connect(cells, found.definers, found.bindings)
  return { graph, diagnostics: diagnose(graph, found.bindings, options.strict ?? false) }
}

function connect(
  cells: readonly CellFacts[],
  definers: ReadonlyMap<string, readonly number[]>,
  bound: readonly Binding[],
): Graph {
  const order = new Map(cells.map(({ id }, index) => [id, index]))
  const needs = cells.map(() => new Set<number>())
  const feeds = cells.map(() => new Set<number>())
  for (const { reader, definer, writer } of bound)
    for (const source of [definer, writer]) {
      if (source === undefined || source === reader) continue
      needs[reader]?.add(source)
      feeds[source]?.add(reader)
    }
  const ids = (edges: Set<number>): string[] => [...edges].toSorted((a, b) => a - b).map(index => cells[index]!.id)
  const dependencies = needs.map(ids)
  const dependents = feeds.map(ids)
  const at = (id: string): number => order.get(id) ?? -1
  return {
    cells,
    dependencies: id => dependencies[at(id)] ?? [],
    dependents: id => dependents[at(id)] ?? [],
    index: at,
    definer(name, beforeId) {
      const places = definers.get(name) ?? []
      const before = beforeId === undefined ? Number.POSITIVE_INFINITY : at(beforeId)
      const index = places.findLast(place => place < before) ?? places.find(place => place > before)
      return index === undefined ? undefined : cells[index]?.id
    },
  }
}
