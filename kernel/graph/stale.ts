import type { Graph } from "./graph.ts"
import { descendants } from "./plan.ts"

/**
 * Which results are out of date, in notebook order: of cells that ran with another source than they have now, of cells that ran
 * before something that they depend on ran last, and of all that depend on these or on a cell that did not run.
 * @param ran source by id, in the order of the latest runs
 */
export function staleCells(
  graph: Graph,
  sources: ReadonlyMap<string, string>,
  ran: readonly { id: string; source: string }[],
): string[] {
  const order = new Map(ran.map(({ id }, index) => [id, index]))
  const sourceRun = new Map(ran.map(({ id, source }) => [id, source]))
  const isFresh = (id: string): boolean => {
    if (sourceRun.get(id) !== sources.get(id)) return false
    const at = order.get(id)!
    return graph.dependencies(id).every(need => (order.get(need) ?? -1) < at)
  }
  const changed = graph.cells.map(({ id }) => id).filter(id => !isFresh(id))
  const reached = new Set(changed)
  for (const id of changed) for (const next of descendants(graph, id)) reached.add(next)
  return graph.cells.map(({ id }) => id).filter(id => reached.has(id) && order.has(id))
}
