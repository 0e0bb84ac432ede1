import type { Cell, NotebookState } from "../state/model.ts"
import { isBusy } from "../state/running.ts"

/** How the cells of a notebook stand that were sent to run together. */
export interface RunView {
  readonly running: boolean
  /** 0 to 1 over all cells of the run; null where that is not known. */
  readonly fraction: number | null
}

export interface RunEnd {
  readonly seconds: number
  /** The number of the first cell that failed. */
  readonly failed: number | undefined
}

/** Follows the runs of one notebook: a run begins with the first cell that is sent, and ends when none is left. */
export class RunWatch {
  /** How far a cell says that it is. */
  readonly progressOf: (cell: Cell) => { fraction?: number | null } | undefined
  #begun: { at: number; cells: Set<string> } | undefined

  constructor(progressOf: RunWatch["progressOf"]) {
    this.progressOf = progressOf
  }

  /** What a state means: how far the run is, and its end where this state is the first without one. */
  see(state: NotebookState, now: number): { view: RunView; end: RunEnd | undefined } {
    // A kernel that is not busy has nothing of ours to do: most changes of a notebook are keystrokes.
    if (this.#begun === undefined && state.kernel.status !== "busy") return { view: idle, end: undefined }
    const busy = [...state.cells.values()].filter(isBusy)
    if (busy.length > 0) {
      this.#begun ??= { at: now, cells: new Set() }
      for (const { id } of busy) this.#begun.cells.add(id)
      return { view: { running: true, fraction: this.#fraction(state, busy.length) }, end: undefined }
    }
    if (this.#begun === undefined) return { view: idle, end: undefined }
    const { at, cells } = this.#begun
    this.#begun = undefined
    const failed = state.order.findIndex(id => cells.has(id) && state.cells.get(id)?.run.state === "failed")
    const end = { seconds: (now - at) / 1000, failed: failed < 0 ? undefined : failed + 1 }
    return { view: idle, end }
  }

  /** Of one cell its own progress; of several the share that is done, with that of the one that runs. */
  #fraction(state: NotebookState, left: number): number | null {
    const all = this.#begun?.cells.size ?? left
    const running = [...state.cells.values()].find(({ run }) => run.state === "running")
    const own = running === undefined ? undefined : this.progressOf(running)?.fraction
    if (all === 1) return own ?? null
    return Math.min(1, Math.max(0, (all - left + (own ?? 0)) / all))
  }
}

const idle: RunView = { running: false, fraction: null }
