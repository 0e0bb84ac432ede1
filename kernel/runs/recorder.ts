import type { RunEvent } from "../contracts/run.ts"
import { summaryOf } from "../contracts/runs/figures.ts"
import type { JournalEntry, StepCommitted } from "../contracts/runs/journal.ts"
import type { RunEnvironment } from "../contracts/runs/record.ts"
import type { Owner } from "./index/owner.ts"
import type { RunsIndex } from "./index/runs-index.ts"
import type { Appendable } from "./journal/file.ts"
import { lineOf } from "./journal/lines.ts"
import { Distiller } from "./record/distil.ts"
import type { Folding } from "./record/fold.ts"
import { rowOf } from "./record/rows.ts"

export interface Recording {
  id: string
  number: number
  journal: Appendable
  index: RunsIndex
  owner: Owner
  /** What the journal tells so far. */
  folding: Folding
  told: (sentence: string) => void
  clock: () => number
}

/** Milliseconds that what was told may wait for the journal, and the index for what is in the journal. */
const patience = { write: 50, index: 1000 }

/**
 * Takes a run down as it happens. A step is committed when its line is in the journal, which it is before `commit` gives back the
 * word; all else follows within moments. The index follows the journal, and is made good from it where the process dies. Where nothing can be written any more, that is said once, and the run goes on.
 */
export class Recorder {
  readonly id: string
  readonly #to: Recording
  readonly #distiller = new Distiller()
  #entries: JournalEntry[] = []
  #commits: StepCommitted[] = []
  #timer: NodeJS.Timeout | undefined
  #indexed = Number.NEGATIVE_INFINITY
  #broken = false

  constructor(to: Recording, first: JournalEntry) {
    this.id = to.id
    this.#to = to
    this.#add(first)
    this.#flush()
  }

  event(event: RunEvent): void {
    for (const entry of this.#distiller.entries(event)) this.#add(entry)
    // A step that runs may end the process: the record says that it was under way.
    if (event.event === "step-started" && event.why !== undefined) this.#flush()
  }

  environment(environment: RunEnvironment): void {
    this.#add({ event: "run-environment", at: this.#to.clock(), environment })
  }

  /** A step's result is in the store. One that was there before can wait for the next write. */
  commit(step: Omit<StepCommitted, "event" | "at">, cached: boolean): void {
    const entry = { event: "step-committed" as const, at: this.#to.clock(), ...step }
    this.#commits.push(entry)
    this.#add(entry)
    if (!cached) this.#flush()
  }

  /** Resolves when all of it is on the disk and the index says how the run ended. */
  async finish(): Promise<void> {
    this.#flush()
    const { journal } = this.#to
    await this.#safely(async () => {
      await journal.sync()
      this.#index(false)
    })
    journal.close()
  }

  #add(entry: JournalEntry): void {
    if (this.#broken) return
    const last = this.#entries.at(-1)
    // A program that writes letter by letter is no reason for a line each.
    if (entry.event === "step-text" && last?.event === "step-text" && last.cellId === entry.cellId)
      this.#entries[this.#entries.length - 1] = { ...last, text: last.text + entry.text }
    else this.#entries.push(entry)
    this.#timer ??= setTimeout(() => this.#flush(), patience.write).unref()
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const entries = this.#entries
    this.#entries = []
    if (this.#broken || entries.length === 0) return
    const { journal, folding, clock } = this.#to
    void this.#safely(() => {
      journal.append(Buffer.concat(entries.map(lineOf)))
      for (const entry of entries) folding.add(entry)
      if (Math.abs(clock() - this.#indexed) < patience.index) return
      this.#indexed = clock()
      this.#index(true)
      // A power cut now costs no more than the last second; the end waits for the disk.
      void this.#safely(() => journal.sync())
    })
  }

  /** Tells the index what is in the journal. */
  #index(goesOn: boolean): void {
    const { index, number, owner, folding } = this.#to
    const commits = this.#commits
    this.#commits = []
    index.commit(number, commits.map(rowOf))
    index.describe(number, goesOn ? owner : undefined, summaryOf(folding.record!))
  }

  #safely(work: () => void | Promise<void>): Promise<void> {
    const failed = (cause: unknown) => {
      if (this.#broken) return
      this.#broken = true
      this.#to.told(`The run is not recorded any further: ${cause instanceof Error ? cause.message : String(cause)}`)
    }
    try {
      return Promise.resolve(work()).catch(failed)
    } catch (cause) {
      failed(cause)
      return Promise.resolve()
    }
  }
}
