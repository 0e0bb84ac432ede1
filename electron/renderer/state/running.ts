import { inserted, noted, stay, withCell } from "./document.ts"
import { errorMark } from "./errorplace.ts"
import { newCell } from "./file.ts"
import type { Cell, Mark, NotebookState, Run } from "./model.ts"
import type { Effect, OperationOf, Step } from "./operations.ts"
import { applyMessage, noOutputs } from "./outputs.ts"

const active = new Set<Run["state"]>(["queued", "running"])
export const isBusy = (cell: Cell): boolean => active.has(cell.run.state)

/** Starts runs of cells, in the order given. Code cells are sent to the kernel, Markdown cells are rendered. */
export function run(state: NotebookState, operation: OperationOf<"run">): Step {
  const cells = new Map(state.cells)
  const marks = new Map(state.marks)
  const effects: Effect[] = []
  operation.cells.forEach((id, index) => {
    const cell = cells.get(id)
    if (cell === undefined) return
    if (cell.type === "markdown") cells.set(id, { ...cell, rendered: true })
    if (cell.type !== "code" || isBusy(cell)) return
    if (cell.source.trim() === "") {
      cells.set(id, { ...cell, outputs: noOutputs, count: null, run: { state: "none" } })
      return
    }
    const message = operation.messages[index]!
    cells.set(id, { ...cell, run: { state: "queued", message, turn: operation.at + index / 1e4 } })
    marks.set(
      id,
      (marks.get(id) ?? []).filter(mark => mark.source !== "run"),
    )
    effects.push({ effect: "execute", cell: id, source: cell.source, message })
  })
  const next = { ...state, cells, marks, mode: "command" as const }
  return advance(next, effects, operation)
}

/** Where the selection goes after a run: nowhere, to the next cell (a new one at the end), or to a new cell below. */
function advance(
  state: NotebookState,
  effects: Effect[],
  { cells, after = "stay", id = "" }: OperationOf<"run">,
): Step {
  if (after === "stay") return { state, effects }
  const index = state.order.indexOf(cells.at(-1)!)
  const next = state.order[index + 1]
  if (after === "next" && next !== undefined) {
    return { state: { ...state, active: next, anchor: next }, effects: [...effects, { effect: "reveal", cell: next }] }
  }
  const put = inserted(state, [newCell(id, "code")], index + 1)
  return {
    state: noted({ ...state, ...put, mode: "edit" }),
    effects: [...effects, { effect: "reveal", cell: id }, { effect: "cellsChanged" }],
  }
}

const owner = (state: NotebookState, parent: string): Cell | undefined => {
  for (const cell of state.cells.values()) {
    if (cell.run.state !== "none" && cell.run.message === parent) return cell
  }
  return undefined
}

/** One iopub message. An update of a display reaches every cell that shows it; everything else belongs to its parent's cell. */
export function message(state: NotebookState, { parent, type, content, at }: OperationOf<"message">): Step {
  if (type === "update_display_data") return updateDisplays(state, content)
  const cell = owner(state, parent)
  if (cell === undefined) return stay(state)
  if (type === "execute_input") {
    // Channels overtake each other: the reply of a quick cell may have come before this.
    if (cell.run.state !== "queued") return stay(state)
    const next = { ...state, cells: withCell(state, started(cell, parent, at)) }
    return { state: next, effects: [{ effect: "announce", what: "running", cell: cell.id }] }
  }
  const outputs = applyMessage(cell.outputs, type, content)
  if (outputs === cell.outputs) return stay(state)
  const cells = withCell(state, { ...cell, outputs })
  const mark = type === "error" ? errorMark(outputs.list.at(-1), cell.source) : undefined
  const marks = mark === undefined ? state.marks : marksWith(state, cell.id, mark)
  return stay(noted({ ...state, cells, marks }))
}

function started(cell: Cell, message: string, at: number): Cell {
  const former = "former" in cell.run && { former: true }
  const run = { state: "running", message, started: at, ...former } as const
  return { ...cell, outputs: noOutputs, trusted: true, count: null, run }
}

function updateDisplays(state: NotebookState, content: unknown): Step {
  let cells: Map<string, Cell> | undefined
  for (const cell of state.cells.values()) {
    const outputs = applyMessage(cell.outputs, "update_display_data", content)
    if (outputs === cell.outputs) continue
    cells ??= new Map(state.cells)
    cells.set(cell.id, { ...cell, outputs })
  }
  return cells === undefined ? stay(state) : stay(noted({ ...state, cells }))
}

const marksWith = (state: NotebookState, cell: string, mark: Mark): ReadonlyMap<string, readonly Mark[]> =>
  new Map(state.marks).set(cell, [...(state.marks.get(cell) ?? []).filter(({ source }) => source !== "run"), mark])

const outcomes = { ok: "done", error: "failed", aborted: "aborted" } as const

/** The kernel's reply to a run. */
export function reply(state: NotebookState, { parent, status, count, at }: OperationOf<"reply">): Step {
  const found = owner(state, parent)
  if (found === undefined) return stay(state)
  const overtook = found.run.state === "queued" && status !== "aborted"
  const cell = overtook ? started(found, parent, at) : found
  const startedAt = cell.run.state === "running" ? cell.run.started : at
  const ended: Cell = {
    ...cell,
    count: status === "aborted" ? cell.count : count,
    run: { state: outcomes[status], message: parent, started: startedAt, ended: at },
  }
  const question = state.question?.cell === cell.id ? undefined : state.question
  const effects: Effect[] = [{ effect: "ranCells" }]
  if (status !== "aborted")
    effects.push({ effect: "announce", what: status === "ok" ? "done" : "failed", cell: cell.id })
  const here = status !== "aborted" && !("former" in cell.run)
  const held = here && state.held !== undefined ? new Set(state.held).add(cell.id) : state.held
  return { state: noted({ ...state, question, held, cells: withCell(state, ended) }), effects }
}

/** Runs that will get no reply any more, because their kernel is gone. */
export function abandoned(state: NotebookState, at: number): NotebookState {
  const cells = new Map(state.cells)
  for (const cell of state.cells.values()) {
    if (cell.run.state !== "queued" && cell.run.state !== "running") continue
    const started = cell.run.state === "running" ? cell.run.started : at
    cells.set(cell.id, { ...cell, run: { state: "aborted", message: cell.run.message, started, ended: at } })
  }
  return { ...state, cells, question: undefined }
}
