import { newCell } from "./file.ts"
import type { Cell, Document, HistoryEntry, NotebookState } from "./model.ts"
import type { Effect, Step } from "./operations.ts"
import { isSectionFolded, sectionEnd } from "./sections.ts"

/** Edits of one cell closer than this are one step of undo. */
const together = 1200
const deepest = 400

export const stay = (state: NotebookState): Step => ({ state, effects: [] })

/** The chosen cells in their order; a folded section is chosen with its heading. */
export const selected = (state: NotebookState): readonly string[] => {
  const to = state.order.indexOf(state.active)
  const anchor = state.order.indexOf(state.anchor)
  const from = anchor < 0 ? to : anchor
  const last = Math.max(from, to)
  const cell = state.cells.get(state.order[last] ?? "")
  const end = cell !== undefined && isSectionFolded(cell) ? sectionEnd(state, last) : last + 1
  return state.order.slice(Math.min(from, to), end)
}

export const withCell = (document: Document, cell: Cell): ReadonlyMap<string, Cell> =>
  new Map(document.cells).set(cell.id, cell)

/** A change of what a file would show that undo does not go back over, such as an output. */
export function noted(state: NotebookState): NotebookState {
  const saved = state.saved === "conflict" || state.saved === "saving" ? state.saved : "dirty"
  return { ...state, revision: state.revision + 1, saved }
}

/** A change of the document that undo can take back. `mark` joins it to the change before, if that had the same mark just now. */
export function changed(
  state: NotebookState,
  next: Partial<NotebookState>,
  { mark = "", at = 0, effects = [] }: { mark?: string; at?: number; effects?: readonly Effect[] } = {},
): Step {
  const last = state.past.at(-1)
  const joins = mark !== "" && last?.mark === mark && at - last.at < together && state.future.length === 0
  const entry: HistoryEntry = {
    document: { order: state.order, cells: state.cells },
    active: state.active,
    mark,
    at,
  }
  const past = joins ? [...state.past.slice(0, -1), { ...last, at }] : [...state.past.slice(-deepest), entry]
  return {
    state: noted({ ...state, ...next, past, future: [] }),
    effects: [...effects, { effect: "cellsChanged" }],
  }
}

/** The document with cells taken out; an empty code cell stays when nothing else would. `spare` is the id of that cell. */
export function without(state: NotebookState, gone: ReadonlySet<string>, spare: string): Partial<NotebookState> {
  const order = state.order.filter(id => !gone.has(id))
  const cells = new Map([...state.cells].filter(([id]) => !gone.has(id)))
  if (order.length === 0) {
    order.push(spare)
    cells.set(spare, newCell(spare, "code"))
  }
  const at = state.order.findIndex(id => gone.has(id))
  const active = order[Math.min(Math.max(at, 0), order.length - 1)]!
  return { order, cells, active, anchor: active }
}

/** The document with cells put in at an index, the last of them active. */
export function inserted(document: Document, cells: readonly Cell[], index: number): Partial<NotebookState> {
  const order = [...document.order.slice(0, index), ...cells.map(cell => cell.id), ...document.order.slice(index)]
  const all = new Map(document.cells)
  for (const cell of cells) all.set(cell.id, cell)
  const active = cells.at(-1)!.id
  return { order, cells: all, active, anchor: active }
}

/** Going back or forth: sources and order come from the history, outputs and runs stay as they are now. */
export function travel(state: NotebookState, direction: "past" | "future"): Step {
  const entry = state[direction].at(-1)
  if (entry === undefined) return stay(state)
  const other = direction === "past" ? "future" : "past"
  const here: HistoryEntry = {
    document: { order: state.order, cells: state.cells },
    active: state.active,
    mark: "",
    at: 0,
  }
  const cells = new Map<string, Cell>()
  let touched: string | undefined
  for (const [id, then] of entry.document.cells) {
    const now = state.cells.get(id)
    if (now?.source !== then.source) touched ??= id
    cells.set(id, now === undefined ? then : keepResults(then, now))
  }
  const wanted = touched ?? entry.active
  const active = cells.has(wanted) ? wanted : entry.document.order[0]!
  const next: NotebookState = {
    ...state,
    order: entry.document.order,
    cells,
    active,
    anchor: active,
    [direction]: state[direction].slice(0, -1),
    [other]: [...state[other], here],
  }
  return { state: noted(next), effects: [{ effect: "reveal", cell: active }, { effect: "cellsChanged" }] }
}

const keepResults = (then: Cell, now: Cell): Cell =>
  then.source === now.source && then.type === now.type && then.metadata === now.metadata
    ? now
    : { ...then, outputs: now.outputs, count: now.count, run: now.run, trusted: now.trusted }
