import type { DatabaseSync, StatementSync } from "node:sqlite"
import { z } from "zod"
import type { Digest } from "../objects/objects.ts"
import { type Entry, entrySchema, needsOf } from "./record.ts"

const row = z.object({ record: z.string() })
const latestRow = z.object({ key: z.string(), parts: z.string() })
const parts = z.record(z.string(), z.string())

/** By name, the parts that a key was made of. */
export type KeyParts = Readonly<Record<string, string>>

/** What is in the store, by key. One statement a question; a write is there for every process, or not at all. */
export class Entries {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  get(key: string): Entry | undefined {
    const found = row.safeParse(this.#prepare("SELECT record FROM entries WHERE key = ?").get(key)).data
    return found && entrySchema.safeParse(JSON.parse(found.record)).data
  }

  /** Commits what a cell's run left, in the place of what an earlier run left; with it, that this key is the cell's latest. */
  put(key: string, entry: Entry, latest?: { cell: string; parts: KeyParts }): void {
    this.#transaction(() => {
      if (latest !== undefined) this.setLatest(latest.cell, key, latest.parts)
      this.#prepare("DELETE FROM needs WHERE key = ?").run(key)
      this.#prepare(
        "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, (SELECT ifnull(max(turn), 0) + 1 FROM entries))",
      ).run(key, JSON.stringify(entry), Date.now())
      const insert = this.#prepare("INSERT INTO needs VALUES (?, ?)")
      for (const digest of needsOf(entry)) insert.run(digest, key)
    })
  }

  /** Says that entries were of use, so that the least used go first; of those that were since `before`, nothing is written. */
  touch(keys: readonly string[], before = Number.POSITIVE_INFINITY): void {
    if (keys.length === 0) return
    this.#transaction(() => {
      const update = this.#prepare(
        "UPDATE entries SET used = ?, turn = (SELECT max(turn) + 1 FROM entries) WHERE key = ? AND used < ?",
      )
      for (const key of keys) update.run(Date.now(), key, before)
    })
  }

  remove(keys: readonly string[]): void {
    this.#transaction(() => {
      for (const key of keys) {
        this.#prepare("DELETE FROM needs WHERE key = ?").run(key)
        this.#prepare("DELETE FROM entries WHERE key = ?").run(key)
      }
    })
  }

  /** Keys with what they need, the least recently used first, and when that was. */
  byUse(): { key: string; used: number; needs: Digest[] }[] {
    const rows = z
      .array(z.object({ key: z.string(), used: z.number(), needs: z.string().nullable() }))
      .parse(
        this.#prepare(
          "SELECT key, used, (SELECT group_concat(digest) FROM needs WHERE needs.key = entries.key) AS needs FROM entries ORDER BY turn",
        ).all(),
      )
    return rows.map(({ key, used, needs }) => ({ key, used, needs: needs?.split(",") ?? [] }))
  }

  /** The key that a cell had when it was last decided about, and what it was made of. */
  latest(cell: string): { key: string; parts: KeyParts } | undefined {
    const found = latestRow.safeParse(this.#prepare("SELECT key, parts FROM latest WHERE cell = ?").get(cell)).data
    const read = found && parts.safeParse(JSON.parse(found.parts)).data
    return found && read && { key: found.key, parts: read }
  }

  /** The latest keys of all cells whose names begin so. */
  latestKeys(prefix: string): Map<string, string> {
    const found = this.#prepare("SELECT cell, key FROM latest WHERE substr(cell, 1, ?) = ?").all(prefix.length, prefix)
    const rows = z.array(z.object({ cell: z.string(), key: z.string() })).parse(found)
    return new Map(rows.map(({ cell, key }) => [cell, key]))
  }

  setLatest(cell: string, key: string, made: KeyParts): void {
    this.#prepare("INSERT OR REPLACE INTO latest VALUES (?, ?, ?)").run(cell, key, JSON.stringify(made))
  }

  /** Artefacts that a run or a deployment refers to stay until it lets go of them. */
  hold(owner: string, digests: readonly Digest[]): void {
    this.#transaction(() => {
      const insert = this.#prepare("INSERT OR IGNORE INTO holds VALUES (?, ?)")
      for (const digest of digests) insert.run(owner, digest)
    })
  }

  release(owner: string): void {
    this.#prepare("DELETE FROM holds WHERE owner = ?").run(owner)
  }

  held(): Set<Digest> {
    const rows = z
      .array(z.object({ digest: z.string() }))
      .parse(this.#prepare("SELECT DISTINCT digest FROM holds").all())
    return new Set(rows.map(({ digest }) => digest))
  }

  /** Does all of it, or nothing; others wait. */
  #transaction(work: () => void): void {
    this.#database.exec("BEGIN IMMEDIATE")
    try {
      work()
      this.#database.exec("COMMIT")
    } catch (cause) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK")
      throw cause
    }
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql) ?? this.#database.prepare(sql)
    this.#statements.set(sql, known)
    return known
  }
}
