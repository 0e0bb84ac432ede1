import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { KaonError } from "../contracts/errors.ts"
import { summaryOf } from "../contracts/runs/figures.ts"
import type { RunRecord, RunSummary } from "../contracts/runs/record.ts"
import { idOf, numberIn } from "./id.ts"
import { isThere, type Owner, thisProcess } from "./index/owner.ts"
import { type IndexRow, RunsIndex } from "./index/runs-index.ts"
import { openJournal } from "./journal/file.ts"
import { type Lines, readLines } from "./journal/lines.ts"
import { Folding, recordOf, stopped } from "./record/fold.ts"
import { rowOf } from "./record/rows.ts"
import { Recorder } from "./recorder.ts"

export interface RunsEdges {
  /** Told what a person should know of the records. */
  told?: (sentence: string) => void
  /** Milliseconds since 1970, as the machine believes. */
  clock?: () => number
  owner?: Owner
}

/** Where the runs of a folder's notebooks are recorded. */
export const runsFolder = (directory: string): string => join(directory, ".kaon", "runs")

/**
 * The runs of a folder's notebooks. Each has a journal, which is the record; the index beside them answers quickly and is made from
 * the journals again where it is lost.
 */
export class Runs implements Disposable {
  readonly #root: string
  readonly #index: RunsIndex
  readonly #edges: Required<RunsEdges>

  constructor(root: string, { told = () => {}, clock = Date.now, owner = thisProcess() }: RunsEdges = {}) {
    this.#root = root
    this.#edges = { told, clock, owner }
    this.#index = new RunsIndex(join(root, "index-1.db"), told)
    this.#reconcile()
  }

  /** The latest first. A run whose process is gone without a word is told of as killed. */
  list(): RunSummary[] {
    return this.#index.rows().flatMap(row => (row.summary === undefined ? [] : [this.#asItIs(row, row.summary)]))
  }

  /** A run's summary by its id, its number, or `last`. Throws RUN_NOT_FOUND. */
  find(reference: string): RunSummary {
    const all = this.list()
    const found =
      reference === "last" ? all[0] : all.find(({ id, number }) => id === reference || String(number) === reference)
    if (found !== undefined) return found
    throw new KaonError("RUN_NOT_FOUND", `There is no run ${reference} here.`, {
      fix: all.length === 0 ? "No run is recorded in this folder." : "kaon runs ls lists them.",
    })
  }

  /** The latest run of a notebook (of any, without one) that did not come to its end. Throws RUN_NOT_FOUND. */
  unfinished(notebook: string | undefined): RunSummary {
    const found = this.list().find(
      run => (notebook === undefined || run.notebook === notebook) && run.state !== "done" && run.state !== "running",
    )
    if (found !== undefined) return found
    throw new KaonError("RUN_NOT_FOUND", "There is no run here that could go on.", {
      fix: "kaon runs ls lists the runs; kaon run begins a new one.",
    })
  }

  /** All that is known of a run. Throws RUN_NOT_FOUND. */
  read(reference: string): RunRecord {
    const { id, state } = this.find(reference)
    const { entries, damaged } = this.#lines(id)
    const record = recordOf(entries)
    if (record === undefined) throw unreadable(id)
    if (state === "killed") stopped(record, "killed")
    return { ...record, damaged }
  }

  /** Begins the record of a run. */
  begin(run: Pick<RunRecord, "notebook" | "params" | "asked" | "cells">): Recorder {
    const { clock, owner } = this.#edges
    const { id, number } = this.#index.create(owner, idOf)
    mkdirSync(join(this.#root, id))
    const first = { event: "run-recorded" as const, at: clock(), id, number, ...run }
    return new Recorder(this.#recording(id, number, 0, new Folding()), first)
  }

  /**
   * Goes on with the record of a run that did not come to its end. Throws RUN_NOT_FOUND, and RUN_UNDER_WAY where its process is still
   * there; one of another machine only counts as there unless the run is named.
   */
  resume(reference: string, cells: RunRecord["cells"], named = false): Recorder {
    const { id, number } = this.find(reference)
    const { clock, owner } = this.#edges
    const before = this.#index.rows().find(row => row.id === id)?.owner
    if (!this.#index.own(number, owner, named && before !== undefined && before.host !== owner.host)) {
      throw new KaonError("RUN_UNDER_WAY", `The run ${id} is still under way, in process ${before?.pid}.`, {
        fix: "Wait for its end, or stop it first.",
      })
    }
    const { entries, length } = this.#lines(id)
    const folding = new Folding()
    for (const entry of entries) folding.add(entry)
    if (folding.record === undefined) throw unreadable(id)
    // What the journal says of steps is what counts: the process may have died before the index had it too.
    this.#index.commit(number, committed(folding.record))
    return new Recorder(this.#recording(id, number, length, folding), { event: "run-resumed", at: clock(), cells })
  }

  /** Interrupts a run as Ctrl-C does; one that has ended stays as it is. Throws RUN_NOT_FOUND, RUN_UNDER_WAY for another machine's. */
  stop(reference: string): RunSummary {
    const found = this.find(reference)
    const owner = this.#index.rows().find(({ id }) => id === found.id)?.owner
    if (found.state !== "running" || owner === undefined) return found
    if (owner.host !== this.#edges.owner.host)
      throw new KaonError("RUN_UNDER_WAY", `The run ${found.id} is under way on ${owner.host}.`, {
        fix: "Stop it there.",
      })
    process.kill(owner.pid, "SIGINT")
    return found
  }

  /** Takes a run's record away; what it alone referred to may then go. Throws RUN_NOT_FOUND, RUN_UNDER_WAY. */
  remove(reference: string): RunSummary {
    const found = this.find(reference)
    if (found.state === "running")
      throw new KaonError("RUN_UNDER_WAY", `The run ${found.id} is still under way.`, { fix: "Stop it first." })
    rmSync(join(this.#root, found.id), { recursive: true, force: true })
    this.#index.remove(found.number)
    return found
  }

  /** Artefacts that runs refer to; of those under way the journals tell, which know more than the index. */
  referred(): Set<string> {
    const found = this.#index.referred()
    for (const { id, owner } of this.#index.rows()) {
      if (owner === undefined) continue
      const record = recordOf(this.#lines(id).entries)
      for (const step of record?.steps ?? []) for (const digest of rowOf(step).digests) found.add(digest)
    }
    return found
  }

  /** Steps of a run that are committed, with their keys. */
  committed(number: number): { cell: string; key: string | null }[] {
    return this.#index.committed(number)
  }

  [Symbol.dispose](): void {
    this.#index[Symbol.dispose]()
  }

  #recording(id: string, number: number, length: number, folding: Folding) {
    const journal = openJournal(this.#journal(id), length)
    return { id, number, journal, folding, index: this.#index, ...this.#edges }
  }

  #journal(id: string): string {
    return join(this.#root, id, "journal.jsonl")
  }

  #lines(id: string): Lines {
    const file = this.#journal(id)
    return readLines(existsSync(file) ? readFileSync(file) : Buffer.alloc(0))
  }

  #asItIs({ owner }: IndexRow, summary: RunSummary): RunSummary {
    return summary.state === "running" && (owner === undefined || !isThere(owner))
      ? { ...summary, state: "killed" }
      : summary
  }

  /** Brings index and journals together where a process died between the two, or where the index was lost. */
  #reconcile(): void {
    const folders = readdirSync(this.#root).filter(name => numberIn(name) !== undefined)
    const rows = this.#index.rows()
    const known = new Map(rows.map(row => [row.id, row]))
    for (const id of folders.sort()) {
      const row = known.get(id)
      const written = row?.owner !== undefined && isThere(row.owner)
      if (written || (row?.summary !== undefined && row.summary.state !== "running")) continue
      const record = recordOf(this.#lines(id).entries)
      if (record === undefined) continue
      stopped(record, "killed")
      this.#index.restore(record.number, summaryOf(record), committed(record), row?.owner)
    }
    for (const { id, number, owner } of rows)
      if (!folders.includes(id) && (owner === undefined || !isThere(owner))) this.#index.remove(number)
  }
}

const committed = ({ steps }: RunRecord) =>
  steps.filter(({ parts, outputs, artefacts }) => parts !== null || outputs !== null || artefacts.length > 0).map(rowOf)

const unreadable = (id: string): KaonError =>
  new KaonError("RUN_NOT_FOUND", `The record of the run ${id} cannot be read.`, {
    fix: `Remove it with kaon runs rm ${id}.`,
  })
