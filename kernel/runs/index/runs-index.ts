import type { DatabaseSync, StatementSync } from "node:sqlite"
import { z } from "zod"
import { type RunSummary, runSummarySchema } from "../../contracts/runs/record.ts"
import { openDatabase } from "../../store/index.ts"
import { isThere, type Owner, ownerIn } from "./owner.ts"
import { tables } from "./tables.ts"

const rowSchema = z.object({
  number: z.number(),
  id: z.string(),
  owner: z.string().nullable(),
  summary: z.string().nullable(),
})

export interface IndexRow {
  id: string
  number: number
  /** The process that writes the run, where one does. */
  owner: Owner | undefined
  summary: RunSummary | undefined
}

/** A step whose result is committed, with every artefact that it refers to. */
export interface StepRow {
  cellId: string
  key: string | null
  digests: readonly string[]
}

/**
 * What is known of all runs of a folder without reading their journals: numbers, summaries, who writes, and which artefacts may not
 * go. Several processes use it at once; each write is there whole or not at all.
 */
export class RunsIndex implements Disposable {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(file: string, told: (sentence: string) => void) {
    this.#database = openDatabase(file, tables, told)
  }

  /** A new run's id: numbers only go up, and none is given twice. */
  create(owner: Owner, idOf: (number: number) => string): { id: string; number: number } {
    return this.#transaction(() => {
      const placeholder = `new ${owner.pid} ${performance.now()}`
      const { lastInsertRowid } = this.#run("INSERT INTO runs (id, owner) VALUES (?, ?)", placeholder, text(owner))
      const number = Number(lastInsertRowid)
      const id = idOf(number)
      this.#run("UPDATE runs SET id = ? WHERE number = ?", id, number)
      return { id, number }
    })
  }

  /** Takes a run over; false where a process that is still there writes it. */
  own(number: number, owner: Owner, force = false): boolean {
    return this.#transaction(() => {
      const found = rowSchema.safeParse(this.#prepare("SELECT * FROM runs WHERE number = ?").get(number)).data
      const before = found && ownerIn(found.owner)
      if (found === undefined || (before !== undefined && !force && isThere(before))) return false
      this.#run("UPDATE runs SET owner = ? WHERE number = ?", text(owner), number)
      return true
    })
  }

  /** Commits steps: from here on they count, and what they refer to stays. A step has one row, however often it ran. */
  commit(number: number, steps: readonly StepRow[]): void {
    if (steps.length === 0) return
    this.#transaction(() => {
      for (const { cellId, key, digests } of steps) {
        this.#run("INSERT OR REPLACE INTO steps VALUES (?, ?, ?)", number, cellId, key)
        for (const digest of digests) this.#run("INSERT OR IGNORE INTO refs VALUES (?, ?)", number, digest)
      }
    })
  }

  /** How a run stands; without an owner it is over. */
  describe(number: number, owner: Owner | undefined, summary: RunSummary): void {
    this.#run("UPDATE runs SET owner = ?, summary = ? WHERE number = ?", text(owner), JSON.stringify(summary), number)
  }

  /** Takes in a run as its journal tells of it, unless another process writes it by now than the one that was there. */
  restore(number: number, summary: RunSummary, steps: readonly StepRow[], before: Owner | undefined): void {
    this.#run("INSERT OR IGNORE INTO runs (number, id) VALUES (?, ?)", number, summary.id)
    const set = "UPDATE runs SET owner = NULL, summary = ? WHERE number = ? AND owner IS ?"
    this.#run(set, JSON.stringify(summary), number, text(before))
    this.commit(number, steps)
  }

  /** All runs, the latest first. */
  rows(): IndexRow[] {
    return z
      .array(rowSchema)
      .parse(this.#prepare("SELECT * FROM runs ORDER BY number DESC").all())
      .map(({ id, number, owner, summary }) => ({
        ...{ id, number },
        owner: ownerIn(owner),
        summary: summary === null ? undefined : runSummarySchema.safeParse(JSON.parse(summary)).data,
      }))
  }

  committed(number: number): { cell: string; key: string | null }[] {
    return z
      .array(z.object({ cell: z.string(), key: z.string().nullable() }))
      .parse(this.#prepare("SELECT cell, key FROM steps WHERE run = ?").all(number))
  }

  /** Artefacts that some run refers to. */
  referred(): Set<string> {
    const rows = this.#prepare("SELECT DISTINCT digest FROM refs").all()
    return new Set(
      z
        .array(z.object({ digest: z.string() }))
        .parse(rows)
        .map(({ digest }) => digest),
    )
  }

  remove(number: number): void {
    this.#transaction(() => {
      this.#run("DELETE FROM refs WHERE run = ?", number)
      this.#run("DELETE FROM steps WHERE run = ?", number)
      this.#run("DELETE FROM runs WHERE number = ?", number)
    })
  }

  [Symbol.dispose](): void {
    if (this.#database.isOpen) this.#database.close()
  }

  #transaction<T>(work: () => T): T {
    this.#database.exec("BEGIN IMMEDIATE")
    try {
      const result = work()
      this.#database.exec("COMMIT")
      return result
    } catch (cause) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK")
      throw cause
    }
  }

  #run(sql: string, ...values: (string | number | null)[]) {
    return this.#prepare(sql).run(...values)
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql) ?? this.#database.prepare(sql)
    this.#statements.set(sql, known)
    return known
  }
}

const text = (owner: Owner | undefined): string | null => (owner === undefined ? null : JSON.stringify(owner))
