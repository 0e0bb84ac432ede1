import { adopt, loaded } from "./adopting.ts"
import { withAutomatic } from "./automatic.ts"
import { noted, stay } from "./document.ts"
import { editing } from "./editing.ts"
import type { Mark, NotebookState } from "./model.ts"
import type { Operation, OperationOf, Operations, Step } from "./operations.ts"
import { abandoned, message, reply, run } from "./running.ts"
import { selecting } from "./selecting.ts"

const gone = new Set(["dead", "restarting", "none"])

const reducers: { [K in keyof Operations]: (state: NotebookState, operation: OperationOf<K>) => Step } = {
  ...editing,
  ...selecting,
  run,
  message,
  reply,
  restore: (state, { runs, ended, held }) => {
    const cells = new Map(state.cells)
    for (const { cell: id, ...run } of ended) {
      const cell = cells.get(id)
      if (cell !== undefined) cells.set(id, { ...cell, run })
    }
    runs.forEach(({ cell: id, message, former }, turn) => {
      const cell = cells.get(id)
      const run = { state: "queued", message, turn, ...(former === true && { former }) } as const
      if (cell !== undefined) cells.set(id, { ...cell, run })
    })
    return stay({ ...state, cells, held: held === undefined ? state.held : new Set(held) })
  },
  interrupt: state => ({ state, effects: [{ effect: "interrupt" }] }),
  restart: (state, { at }) => ({
    state: {
      ...abandoned(state, at),
      kernel: { ...state.kernel, status: "restarting", since: at, anew: false },
      stale: new Set(),
      held: new Set(),
    },
    effects: [{ effect: "restart" }],
  }),
  kernelStatus: (state, { status, at }) => {
    if (state.kernel.status === status) return stay(state)
    // What this page asked for has this status already.
    const anew = status === "restarting" || state.kernel.anew === true
    const next = { ...state, kernel: { ...state.kernel, status, since: at, anew } }
    return stay(gone.has(status) ? { ...abandoned(next, at), held: new Set() } : next)
  },
  noted: state => stay({ ...state, kernel: { ...state.kernel, anew: false } }),
  kernelUses: (state, { memory }) =>
    state.kernel.memory === memory ? stay(state) : stay({ ...state, kernel: { ...state.kernel, memory } }),
  kernelComputes: (state, { backend }) =>
    JSON.stringify(state.kernel.backend) === JSON.stringify(backend)
      ? stay(state)
      : stay({ ...state, kernel: { ...state.kernel, backend } }),
  kernelChosen: (state, { name, title, language }) =>
    stay({
      ...state,
      kernel: { ...state.kernel, name, title, anew: false },
      metadata: { ...state.metadata, kernelspec: { name, display_name: title, language } },
      held: new Set(),
    }),
  rerun: (state, { automatic }) => stay(noted({ ...state, metadata: withAutomatic(state.metadata, automatic) })),
  ask: (state, { cell, prompt, password, number }) => stay({ ...state, question: { cell, prompt, password, number } }),
  answer: (state, { value }) => ({ state: { ...state, question: undefined }, effects: [{ effect: "answer", value }] }),
  diagnosed: (state, { cell, source, marks }) => {
    const others = (state.marks.get(cell) ?? []).filter(mark => mark.source !== source)
    const next = [...others, ...marks]
    if (sameMarks(next, state.marks.get(cell) ?? [])) return stay(state)
    return stay({ ...state, marks: new Map(state.marks).set(cell, next) })
  },
  graphed: (state, { graph, stale: ids, marks: found }) => {
    const marks = withGraphMarks(state, found)
    const same = ids.length === state.stale.size && ids.every(id => state.stale.has(id))
    if (same && graph === state.graph && marks === state.marks) return stay(state)
    return stay({ ...state, graph, stale: same ? state.stale : new Set(ids), marks })
  },
  variablesListed: (state, { variables, known }) => stay({ ...state, variables, variablesKnown: known }),
  helpIs: (state, { help }) => (state.help === help ? stay(state) : stay({ ...state, help })),
  save: (state, { force = false, checkpoint = false }) => ({
    state: { ...state, saved: "saving" },
    effects: [{ effect: "save", revision: state.revision, force, checkpoint }],
  }),
  saveDone: (state, { revision, file }) => {
    const saved = state.revision === revision ? "clean" : "dirty"
    return stay({ ...state, ...file, savedRevision: revision, saved, trouble: undefined })
  },
  saveFailed: (state, { reason, trouble }) => stay({ ...state, saved: reason, trouble }),
  fileSeen: (state, { file }) => stay({ ...state, ...file }),
  loaded,
  adopt,
  renamed: (state, { path }) => stay({ ...state, path }),
  trust: state =>
    stay(
      noted({
        ...state,
        trusted: true,
        cells: new Map([...state.cells].map(([id, cell]) => [id, { ...cell, trusted: true }])),
      }),
    ),
}

/** Cells whose marks stay what they are keep the very list, and all of them the very map, so that nothing draws them again. */
function withGraphMarks({ order, marks }: NotebookState, found: ReadonlyMap<string, readonly Mark[]>) {
  const next = new Map<string, readonly Mark[]>()
  let changed = false
  for (const id of order) {
    const before = marks.get(id) ?? []
    const after = [...before.filter(mark => mark.source !== "graph"), ...(found.get(id) ?? [])]
    const same = sameMarks(after, before)
    changed ||= !same
    if (after.length > 0) next.set(id, same ? before : after)
  }
  return changed || [...marks.keys()].some(id => !next.has(id) && marks.get(id)!.length > 0) ? next : marks
}

const sameMarks = (one: readonly Mark[], other: readonly Mark[]): boolean =>
  one.length === other.length && one.every((mark, index) => sameMark(mark, other[index]!))

const sameMark = (one: Mark, other: Mark): boolean =>
  one.start === other.start &&
  one.end === other.end &&
  one.message === other.message &&
  one.severity === other.severity &&
  one.source === other.source

/** What a notebook becomes by an operation, and what is to be done outside. Pure: the same arguments give the same step. */
export function reduce(state: NotebookState, operation: Operation): Step {
  return apply(state, operation.op, operation)
}

function apply<K extends keyof Operations>(
  state: NotebookState,
  op: K,
  operation: OperationOf<keyof Operations>,
): Step {
  return reducers[op](state, operation as OperationOf<K>)
}
