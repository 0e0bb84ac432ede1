import type { Graph } from "./graph.ts"

/** Everything reached from some cells along the given edges, themselves included. */
function reach(starts: readonly string[], edges: (id: string) => readonly string[]): Set<string> {
  const reached = new Set(starts)
  for (const id of reached) for (const next of edges(id)) reached.add(next)
  return reached
}

/** The cells that use what a cell gives, directly or not, in notebook order: what is stale once it is edited or rerun. */
export function descendants(graph: Graph, id: string): string[] {
  const reached = reach([id], graph.dependents)
  reached.delete(id)
  return [...reached].toSorted((a, b) => graph.index(a) - graph.index(b))
}

/** `only`: these cells. `from`: this cell and its descendants. Neither: all. What the wanted cells need comes along. */
export interface Wanted {
  only?: readonly string[]
  from?: string
}

/**
 * The cells to run, by id, what a cell needs before it, and else in notebook order. Unknown ids are left out. Where cells
 * need one another, the first in the notebook goes first.
 */
export function planRun(graph: Graph, want: Wanted = {}): string[] {
  const wanted = reach(starts(graph, want), graph.dependencies)
  const planned: string[] = []
  const entered = new Set<string>()
  const enter = (id: string): { id: string; needs: readonly string[]; next: number } => {
    entered.add(id)
    return { id, needs: graph.dependencies(id), next: 0 }
  }
  for (const { id: root } of graph.cells) {
    if (!wanted.has(root) || entered.has(root)) continue
    const path = [enter(root)]
    for (let frame = path.at(-1); frame; frame = path.at(-1)) {
      const need = frame.needs[frame.next++]
      if (need === undefined) {
        planned.push(frame.id)
        path.pop()
      } else if (!entered.has(need)) path.push(enter(need))
    }
  }
  return planned
}

function starts(graph: Graph, { only, from }: Wanted): string[] {
  const known = (id: string): boolean => graph.index(id) >= 0
  if (only === undefined && from === undefined) return graph.cells.map(({ id }) => id)
  const following = from !== undefined && known(from) ? [from, ...descendants(graph, from)] : []
  return [...(only ?? []).filter(known), ...following]
}
