import { stay } from "./document.ts"
import type { NotebookState } from "./model.ts"
import type { Operation, OperationOf, Step } from "./operations.ts"
import { shownCell, visible } from "./sections.ts"

type Selecting = "select" | "step" | "edge" | "selectAll" | "setMode" | "caretTaken"

const at = (state: NotebookState, active: string, extend = false): Step => ({
  state: { ...state, active, anchor: extend ? state.anchor : active, mode: "command" },
  effects: [{ effect: "reveal", cell: active }],
})

export const selecting: {
  [K in Selecting & Operation["op"]]: (state: NotebookState, operation: OperationOf<K>) => Step
} = {
  select: (state, { cell, extend, mode = "command" }) => {
    if (!state.cells.has(cell)) return stay(state)
    if (cell === state.active && mode === state.mode && (extend || state.anchor === cell)) return stay(state)
    return stay({ ...shownCell(state, cell), active: cell, anchor: extend ? state.anchor : cell, mode })
  },
  step: (state, { by, extend }) => {
    const shown = visible(state)
    const index = shown.indexOf(state.active) + by
    return at(state, shown[Math.min(Math.max(index, 0), shown.length - 1)]!, extend)
  },
  edge: (state, { to, extend }) => at(state, to === "first" ? state.order[0]! : visible(state).at(-1)!, extend),
  selectAll: state => stay({ ...state, anchor: state.order[0]!, active: state.order.at(-1)!, mode: "command" }),
  setMode: (state, { mode, caret }) => {
    const active = caret?.cell ?? state.active
    const cell = state.cells.get(active)
    if (cell === undefined) return stay(state)
    const cells =
      mode === "edit" && cell.type === "markdown" && cell.rendered
        ? new Map(state.cells).set(active, { ...cell, rendered: false })
        : state.cells
    return {
      state: { ...shownCell({ ...state, cells }, active), active, anchor: active, mode, caret: caret ?? state.caret },
      effects: caret === undefined ? [] : [{ effect: "reveal", cell: active }],
    }
  },
  caretTaken: state => (state.caret === undefined ? stay(state) : stay({ ...state, caret: undefined })),
}
