import type { CellCache, CellKept, Kept } from "../contracts/cell-cache.ts"
import type { PipelineCell } from "./cells.ts"
import type { Ledger, Reached, Version } from "./ledger.ts"

/** What came of running a cell. */
export interface CellRun {
  /** Undefined where nothing was kept: the cell failed or was interrupted. */
  kept: CellKept | undefined
  ok: boolean
  seconds: number
  /** What the cell showed, as a notebook stores it. */
  outputs: readonly unknown[]
}

/**
 * Brings what a cell needs into the kernel once more, as it was before an attempt that failed; `anew` where the kernel is another one.
 * False where that cannot be.
 */
export type Again = (anew: boolean) => Promise<boolean>

/** A kernel as a pipeline sees it. */
export interface Runner {
  run(cell: PipelineCell, cache: CellCache, why: string, again: Again): Promise<CellRun>
  /** Binds values of a cell that did not run; false where an artefact cannot be used. */
  restore(cell: PipelineCell, cache: CellCache): Promise<boolean>
}

const digestIn = (kept: Kept | undefined): string | undefined =>
  kept?.form === "stored" || kept?.form === "known" ? kept.digest : undefined

/**
 * The session of a kernel beside the ledger: which values and code are in it, and how what a cell needs gets there, from the store
 * where it can and by running cells again where it cannot.
 */
export class PipelineSession {
  readonly #store: string
  readonly #ledger: Ledger
  readonly #runner: Runner
  /** Content of the values that the kernel holds. */
  readonly #present = new Map<string, string>()
  /** Cells that ran in the kernel that there is now. */
  readonly #inKernel = new Set<PipelineCell>()
  readonly #ran = new Set<PipelineCell>()

  constructor(store: string, ledger: Ledger, runner: Runner) {
    this.#store = store
    this.#ledger = ledger
    this.#runner = runner
  }

  /** Cells that ran for real, in the order in which they did. */
  get ran(): readonly PipelineCell[] {
    return [...this.#ran]
  }

  /** Brings what a cell reaches into the kernel. False where a cell that had to run for it failed. */
  async ensure(reached: Reached): Promise<boolean> {
    const again = new Set<PipelineCell>()
    for (const cell of reached.code) if (!this.#inKernel.has(cell)) again.add(cell)
    for (const [name, version] of reached.values) {
      if (version.kept.form === "stored" || this.#holds(name, version)) continue
      for (const cell of [version.definer, version.changer]) if (cell !== undefined) again.add(cell)
    }
    for (const cell of [...again].sort((a, b) => a.number - b.number)) if (!(await this.#again(cell))) return false
    return await this.#restore(reached.values)
  }

  /** Runs a cell and takes down what it left. What it needs has to be there. */
  async run(cell: PipelineCell, reached: Reached, why: string): Promise<CellRun> {
    const inputs: Record<string, string> = {}
    for (const [name, { kept }] of reached.values) {
      const digest = digestIn(kept)
      if (digest !== undefined) inputs[name] = digest
    }
    const defines = cell.facts.defines.map(({ name }) => name).filter(name => !cell.code.definitions.includes(name))
    const again = (anew: boolean) => this.#afresh(reached, anew)
    const done = await this.#runner.run(cell, { store: this.#store, keep: { defines, inputs } }, why, again)
    if (done.ok) this.#ran.add(cell)
    if (done.ok) this.#inKernel.add(cell)
    if (done.kept !== undefined) {
      const { values, changed } = done.kept
      for (const [name, kept] of [...Object.entries(values), ...Object.entries(changed)]) {
        const digest = digestIn(kept)
        if (digest === undefined) this.#present.delete(name)
        else this.#present.set(name, digest)
      }
    }
    return done
  }

  async #afresh(reached: Reached, anew: boolean): Promise<boolean> {
    if (anew) {
      this.#present.clear()
      this.#inKernel.clear()
    }
    // What failed may have changed what it was given: that comes from the store again.
    for (const [name, { kept }] of reached.values) if (kept.form === "stored") this.#present.delete(name)
    return await this.ensure(reached)
  }

  #holds(name: string, { kept, definer }: Version): boolean {
    const digest = digestIn(kept)
    return digest === undefined ? this.#inKernel.has(definer) : this.#present.get(name) === digest
  }

  /** Runs a cell that was taken from the cache after all; what is now known of its values replaces what was. */
  async #again(cell: PipelineCell): Promise<boolean> {
    const reached = this.#ledger.reachedThen(cell)
    if (!(await this.ensure(reached))) return false
    const done = await this.run(cell, reached, "a cell below needs what cannot be stored of it")
    if (done.kept === undefined) return done.ok
    for (const [name, kept] of [...Object.entries(done.kept.values), ...Object.entries(done.kept.changed)])
      this.#ledger.correct(name, cell, kept)
    return true
  }

  async #restore(values: ReadonlyMap<string, Version>): Promise<boolean> {
    const byCell = new Map<PipelineCell, Record<string, string>>()
    for (const [name, version] of values) {
      const { kept, definer } = version
      if (kept.form !== "stored" || this.#holds(name, version)) continue
      byCell.set(definer, { ...byCell.get(definer), [name]: kept.digest })
    }
    for (const [cell, restore] of byCell) {
      if (await this.#runner.restore(cell, { store: this.#store, restore }))
        for (const [name, digest] of Object.entries(restore)) this.#present.set(name, digest)
      else if (!(await this.#lost(cell, Object.keys(restore)))) return false
    }
    return true
  }

  /** What is in the store cannot be used: the cells that made it make it again. */
  async #lost(cell: PipelineCell, names: readonly string[]): Promise<boolean> {
    const makers = new Set([cell, ...names.map(name => this.#ledger.version(name)?.changer)])
    for (const maker of makers) if (maker !== undefined && !(await this.#again(maker))) return false
    return true
  }
}
