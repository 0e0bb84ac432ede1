import { changed, stay } from "./document.ts"
import type { Cell, NotebookState } from "./model.ts"
import type { OperationOf, Step } from "./operations.ts"

const runs = ({ run }: Cell): boolean => run.state === "queued" || run.state === "running"

/** The cells of another state, with what this session knows of those that run. */
function withRuns(state: NotebookState, cells: ReadonlyMap<string, Cell>): ReadonlyMap<string, Cell> {
  return new Map(
    [...cells].map(([id, cell]) => {
      const now = state.cells.get(id)
      const goesOn = now !== undefined && runs(now)
      return [id, goesOn ? { ...cell, run: now.run, outputs: now.outputs, count: now.count } : cell]
    }),
  )
}

const activeIn = (state: NotebookState, order: readonly string[], wanted = state.active): string =>
  order.includes(wanted) ? wanted : (order[Math.min(state.order.indexOf(state.active), order.length - 1)] ?? order[0]!)

/** The notebook becomes what the file says. Undo goes back to what it was before. */
export function loaded(state: NotebookState, { state: found }: OperationOf<"loaded">): Step {
  const cells = withRuns(state, found.cells)
  const active = activeIn(state, found.order)
  const step = changed(state, { order: found.order, cells, active, anchor: active })
  const { metadata, rest, modified, hash, writable } = found
  const trusted = state.trusted && found.trusted
  const { revision } = step.state
  const file = { metadata, rest, modified, hash, writable, trusted, trouble: undefined }
  return { ...step, state: { ...step.state, ...file, saved: "clean", savedRevision: revision, marks: new Map() } }
}

export function adopt(state: NotebookState, { document, active: wanted }: OperationOf<"adopt">): Step {
  const { order, cells } = document
  if (order.length === 0) return stay(state)
  const active = activeIn(state, order, wanted)
  return changed(state, { order, cells: withRuns(state, cells), active, anchor: active })
}
