import { changed, inserted, noted, selected, stay, travel, withCell, without } from "./document.ts"
import { newCell } from "./file.ts"
import type { Cell, CellType, NotebookState } from "./model.ts"
import type { OperationOf, Operations, Step } from "./operations.ts"
import { noOutputs } from "./outputs.ts"
import { foldedSection, headingLevel, headingOver } from "./sections.ts"

type Reducers<K extends keyof Operations> = { [O in K]: (state: NotebookState, operation: OperationOf<O>) => Step }

const each = (
  state: NotebookState,
  ids: readonly string[],
  change: (cell: Cell) => Cell,
): ReadonlyMap<string, Cell> => {
  const cells = new Map(state.cells)
  for (const id of ids) {
    const cell = cells.get(id)
    if (cell !== undefined) cells.set(id, change(cell))
  }
  return cells
}

const typed = (cell: Cell, type: CellType): Cell =>
  cell.type === type ? cell : { ...newCell(cell.id, type, cell.source), metadata: cell.metadata, rest: cell.rest }

/** The index where "above" or "below" the selection is. */
const place = (state: NotebookState, where: "above" | "below"): number => {
  const ids = selected(state)
  return where === "above" ? state.order.indexOf(ids[0]!) : state.order.indexOf(ids.at(-1)!) + 1
}

const shifted = (state: NotebookState, to: "up" | "down"): readonly string[] => {
  const ids = selected(state)
  const from = state.order.indexOf(ids[0]!)
  const index = to === "up" ? from - 1 : from + 1
  const others = state.order.filter(id => !ids.includes(id))
  if (index < 0 || index > others.length) return state.order
  return [...others.slice(0, index), ...ids, ...others.slice(index)]
}

const dropped = (state: NotebookState, cell: string, target: string | undefined): readonly string[] => {
  const moving = selected(state).includes(cell) ? selected(state) : [cell]
  if (target !== undefined && moving.includes(target)) return state.order
  const others = state.order.filter(id => !moving.includes(id))
  const index = target === undefined ? others.length : others.indexOf(target)
  return [...others.slice(0, index), ...moving, ...others.slice(index)]
}

const jupyterField = { source: "source_hidden", outputs: "outputs_hidden" } as const

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? { ...value } : {}

export const isFolded = (cell: Cell, what: "source" | "outputs"): boolean =>
  record(cell.metadata.jupyter)[jupyterField[what]] === true

const fold = (cell: Cell, what: "source" | "outputs", folded: boolean): Cell => {
  const { [jupyterField[what]]: _, ...jupyter } = record(cell.metadata.jupyter)
  const { jupyter: __, ...metadata } = cell.metadata
  const next = folded ? { ...jupyter, [jupyterField[what]]: true } : jupyter
  return { ...cell, metadata: Object.keys(next).length > 0 ? { ...metadata, jupyter: next } : metadata }
}

export const editing: Reducers<
  | "insert"
  | "remove"
  | "edit"
  | "setType"
  | "heading"
  | "split"
  | "merge"
  | "move"
  | "copy"
  | "paste"
  | "undo"
  | "redo"
  | "fold"
  | "foldSection"
  | "scrollOutputs"
  | "clipped"
  | "render"
  | "clearOutputs"
  | "replaceAll"
> = {
  insert: (state, { where, id, type = "code", source = "" }) =>
    changed(state, inserted(state, [newCell(id, type, source)], place(state, where)), {
      effects: [{ effect: "reveal", cell: id }],
    }),
  remove: state => {
    const ids = selected(state)
    return changed(state, without(state, new Set(ids), `${ids[0]}-0`))
  },
  edit: (state, { cell: id, source, at }) => {
    const cell = state.cells.get(id)
    if (cell === undefined || cell.source === source) return stay(state)
    return changed(state, { cells: withCell(state, { ...cell, source }) }, { mark: `edit ${id}`, at })
  },
  setType: (state, { type }) =>
    changed(state, { cells: each(state, selected(state), cell => typed(cell, type)), mode: "command" }),
  heading: (state, { level }) => {
    const mark = "#".repeat(level)
    const change = (cell: Cell) => ({
      ...typed(cell, "markdown"),
      rendered: false,
      source: `${mark} ${cell.source.replace(/^#{1,6}\s*/, "")}`,
    })
    return changed(state, { cells: each(state, [state.active], change) })
  },
  split: (state, { offset, id }) => {
    const cell = state.cells.get(state.active)
    if (cell === undefined) return stay(state)
    const head = { ...cell, source: cell.source.slice(0, offset).replace(/\n$/, ""), outputs: noOutputs, count: null }
    const tail: Cell = { ...cell, id, source: cell.source.slice(offset).replace(/^\n/, ""), rest: {} }
    const index = state.order.indexOf(cell.id)
    const put = inserted({ order: state.order, cells: withCell(state, head) }, [tail], index + 1)
    return changed(state, { ...put, caret: { cell: id, offset: 0 } })
  },
  merge: (state, { with: other }) => {
    const at = state.order.indexOf(state.active)
    const near = { above: state.order.slice(Math.max(0, at - 1), at + 1), below: state.order.slice(at, at + 2) }
    const chosen = other === "selection" ? selected(state) : near[other]
    // One selected cell merges with the one below, as in Jupyter.
    const ids = chosen.length > 1 ? chosen : near.below
    const cells = ids.map(id => state.cells.get(id)!)
    if (cells.length < 2) return stay(state)
    const first = cells[0]!
    const last = cells.at(-1)!
    const merged: Cell = {
      ...first,
      source: cells.map(cell => cell.source).join("\n"),
      outputs: last.outputs,
      count: last.count,
      rendered: false,
      trusted: cells.every(cell => cell.trusted),
    }
    const rest = without({ ...state, cells: withCell(state, merged) }, new Set(ids.slice(1)), "")
    return changed(state, { ...rest, active: first.id, anchor: first.id })
  },
  move: (state, operation) => {
    const order =
      operation.to === "before" ? dropped(state, operation.cell, operation.target) : shifted(state, operation.to)
    const same = order.every((id, index) => id === state.order[index])
    return same ? stay(state) : changed(state, { order }, { effects: [{ effect: "reveal", cell: state.active }] })
  },
  copy: (state, { cut, kept = false }) => {
    const ids = selected(state)
    const clipboard = ids.map(id => state.cells.get(id)!)
    const effects = [{ effect: "copied", cells: clipboard, kept }] as const
    if (!cut) return { state: { ...state, clipboard }, effects }
    return changed({ ...state, clipboard }, without(state, new Set(ids), `${ids[0]}-0`), { effects })
  },
  paste: (state, { where, ids }) => {
    if (state.clipboard.length === 0) return stay(state)
    const cells = state.clipboard.map((cell, index): Cell => ({ ...cell, id: ids[index]!, run: { state: "none" } }))
    const effects = [{ effect: "reveal", cell: ids[0]! }] as const
    if (where !== "over") return changed(state, inserted(state, cells, place(state, where)), { effects })
    const gone = new Set(selected(state))
    const put = inserted(state, cells, place(state, "above"))
    const base = { ...state, ...put }
    const kept = { order: base.order.filter(id => !gone.has(id)), cells: each(base, [], cell => cell) }
    return changed(state, { ...put, ...kept }, { effects })
  },
  undo: state => travel(state, "past"),
  redo: state => travel(state, "future"),
  fold: (state, { what, folded, all = false }) => {
    const ids = all ? state.order : selected(state)
    const first = state.cells.get(ids[0]!)
    const wanted = folded ?? !(first !== undefined && isFolded(first, what))
    return stay(noted({ ...state, cells: each(state, ids, cell => fold(cell, what, wanted)) }))
  },
  foldSection: (state, { folded, cell: asked = state.active }) => {
    const id = headingOver(state, asked)
    const cell = id === undefined ? undefined : state.cells.get(id)
    if (cell === undefined || headingLevel(cell) === undefined) return stay(state)
    const next = { ...state, cells: withCell(state, foldedSection(cell, folded)), active: cell.id, anchor: cell.id }
    return { state: noted(next), effects: [{ effect: "reveal", cell: cell.id }] }
  },
  scrollOutputs: state => {
    const ids = selected(state)
    const wanted = state.cells.get(ids[0]!)?.metadata.scrolled !== true
    const change = (cell: Cell): Cell => {
      const { scrolled: _, ...metadata } = cell.metadata
      return { ...cell, metadata: wanted ? { ...metadata, scrolled: true } : metadata }
    }
    return stay(noted({ ...state, cells: each(state, ids, change) }))
  },
  clipped: (state, { cells }) => stay({ ...state, clipboard: cells }),
  render: (state, { cell: id, rendered }) => {
    const cell = state.cells.get(id)
    if (cell?.type !== "markdown" || cell.rendered === rendered) return stay(state)
    return stay({ ...state, cells: withCell(state, { ...cell, rendered }) })
  },
  clearOutputs: (state, { all }) => {
    const clear = (cell: Cell): Cell =>
      cell.type === "code" ? { ...cell, outputs: noOutputs, count: null, trusted: true } : cell
    return stay(noted({ ...state, cells: each(state, all ? state.order : selected(state), clear) }))
  },
  replaceAll: (state, { edits }) => {
    const cells = new Map(state.cells)
    for (const { cell: id, source } of edits) {
      const cell = cells.get(id)
      if (cell !== undefined) cells.set(id, { ...cell, source })
    }
    return edits.length === 0 ? stay(state) : changed(state, { cells })
  },
}
