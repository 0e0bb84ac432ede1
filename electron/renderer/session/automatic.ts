import { dueAfter, isAutomatic } from "../state/automatic.ts"
import type { NotebookState } from "../state/model.ts"

/**
 * Runs what depends on cells that a reader ran, where the notebook asks for it. What runs by itself sets nothing going: a cell that fails
 * is not tried again.
 */
export class Automatic {
  readonly #read: () => NotebookState
  readonly #run: (cells: readonly string[]) => void
  #asked = new Set<string>()

  constructor(read: () => NotebookState, run: (cells: readonly string[]) => void) {
    this.#read = read
    this.#run = run
  }

  /** A reader asked for these cells to run. */
  asked(cells: readonly string[]): void {
    for (const id of cells) this.#asked.add(id)
  }

  /** The kernel has said anew what is stale. While cells wait or run, it will again. */
  known(): void {
    if (this.#asked.size === 0) return
    const state = this.#read()
    const runs = [...state.cells.values()].map(({ run }) => run.state)
    if (runs.includes("running") || runs.includes("queued")) return
    const ran = new Set([...this.#asked].filter(id => state.cells.get(id)?.run.state === "done"))
    this.#asked = new Set()
    if (!state.trusted || !isAutomatic(state)) return
    const due = dueAfter(state, ran)
    if (due.length > 0) this.#run(due)
  }
}
