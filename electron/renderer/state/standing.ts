import type { Cell, NotebookState, Run } from "./model.ts"

/** How a cell stands: its run, unless something was changed since (`stale`) or the kernel of now never ran it (`earlier`). */
export type Standing = Run["state"] | "stale" | "earlier"

const waiting = new Set<Run["state"]>(["queued", "running"])
const hasResult = ({ type, run, count, outputs }: Cell): boolean =>
  type === "code" && (run.state === "done" || run.state === "failed" || count !== null || outputs.list.length > 0)

/** Whether a cell's results stand there from before this kernel, which holds none of its values. Never where the server does not tell. */
export const isEarlier = ({ held, cells }: NotebookState, id: string): boolean => {
  const cell = cells.get(id)
  if (held === undefined || cell === undefined || held.has(id)) return false
  return !waiting.has(cell.run.state) && cell.run.state !== "aborted" && hasResult(cell)
}

export function standing(state: NotebookState, id: string): Standing {
  const run = state.cells.get(id)?.run.state ?? "none"
  if (waiting.has(run)) return run
  if (state.stale.has(id)) return "stale"
  return isEarlier(state, id) ? "earlier" : run
}

/** Cells that a cell uses and whose values look as if they were there, but are not; the first of them first. */
export function missingFor(state: NotebookState, id: string): readonly string[] {
  const from = new Set(state.graph.edges.flatMap(edge => (edge.to === id ? [edge.from] : [])))
  return from.size === 0 ? [] : state.order.filter(other => from.has(other) && isEarlier(state, other))
}

/** What is to be run for a cell, in the notebook's order: all that it needs, near and far, and that the kernel does not hold as it is; then itself. */
export function neededFor(state: NotebookState, id: string): readonly string[] {
  const needs = Map.groupBy(state.graph.edges, ({ to }) => to)
  const found = new Set([id])
  for (const at of found) for (const { from } of needs.get(at) ?? []) found.add(from)
  const there = (other: string): boolean => {
    const run = state.cells.get(other)?.run.state
    if (run === "queued" || run === "running") return true
    if (state.held === undefined) return run === "done" && !state.stale.has(other)
    return state.held.has(other) && run !== "failed" && !state.stale.has(other)
  }
  return state.order.filter(other => found.has(other) && (other === id || !there(other)))
}

/** What a reader calls a cell: by its stage, else by the first name that it defines. */
export function calledOf({ graph }: Pick<NotebookState, "graph">, id: string): string | undefined {
  const node = graph.nodes.find(other => other.id === id)
  return node?.stage ?? node?.defines[0]
}
