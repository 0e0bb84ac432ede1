import { mkdirSync } from "node:fs"
import path from "node:path"
import { DatabaseSync } from "node:sqlite"
import { log } from "./log.ts"
import type { HistoryRequest } from "./requests.ts"

export type HistoryEntry = [session: number, line: number, source: string | [string, string | null]]

/** How long an entry may wait for company (ms): one transaction for each cell would hold up the next cell's request. */
const batchDelay = 100

/**
 * What was run, kept over sessions in one SQLite file that kernels share; in memory where the file cannot be opened.
 * An entry is in the file `batchDelay` after it was added, at the latest.
 */
export class History {
  readonly #database: DatabaseSync
  readonly #session: number
  #waiting: [line: number, source: string, output: string | null][] = []
  #timer: NodeJS.Timeout | undefined

  constructor(file: string) {
    this.#database = open(file)
    this.#database.exec(`
      CREATE TABLE IF NOT EXISTS sessions (session INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT);
      CREATE TABLE IF NOT EXISTS history (session INTEGER, line INTEGER, source TEXT, output TEXT, PRIMARY KEY (session, line))`)
    this.#session = Number(
      this.#database.prepare("INSERT INTO sessions (started) VALUES (?)").run(new Date().toISOString()).lastInsertRowid,
    )
  }

  add(line: number, source: string, output: string | null): void {
    this.#waiting.push([line, source, output])
    this.#timer ??= setTimeout(() => this.#write(), batchDelay)
  }

  find(request: HistoryRequest): HistoryEntry[] {
    this.#write()
    const rows = queries[request.access](this.#database, request, this.#session)
    return rows.map(({ session, line, source, output }) => [session, line, request.output ? [source, output] : source])
  }

  close(): void {
    this.#write()
    this.#database.close()
  }

  #write(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const entries = this.#waiting
    this.#waiting = []
    if (entries.length === 0) return
    try {
      this.#database.exec("BEGIN IMMEDIATE")
      const insert = this.#database.prepare("INSERT OR REPLACE INTO history VALUES (?, ?, ?, ?)")
      for (const [line, source, output] of entries) insert.run(this.#session, line, source, output)
      this.#database.exec("COMMIT")
    } catch (cause) {
      // Another kernel holds the file, or its disk is full: the cells themselves go on.
      log(`${entries.length} cells are missing in the history: ${(cause as Error).message}`)
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK")
    }
  }
}

interface Row {
  session: number
  line: number
  source: string
  output: string | null
}

const rowsOf = (rows: Record<string, unknown>[]): Row[] => rows as unknown as Row[]

const queries: Record<
  HistoryRequest["access"],
  (database: DatabaseSync, request: HistoryRequest, session: number) => Row[]
> = {
  // What this session ran is the nearest past, whatever other kernels ran meanwhile.
  tail: (database, { n }, session) =>
    rowsOf(
      database
        .prepare("SELECT * FROM history ORDER BY session = ? DESC, session DESC, line DESC LIMIT ?")
        .all(session, n ?? -1),
    ).reverse(),
  // Session 0 is this one, a negative one counts back from it; stop is exclusive.
  range: (database, request, session) =>
    rowsOf(
      database
        .prepare("SELECT * FROM history WHERE session = ? AND line >= ? AND line < ? ORDER BY line")
        .all(
          request.session <= 0 ? session + request.session : request.session,
          request.start,
          request.stop ?? Number.MAX_SAFE_INTEGER,
        ),
    ),
  search: (database, { pattern, n, unique }) =>
    rowsOf(
      database
        .prepare(
          `SELECT * FROM history WHERE source GLOB ? ${unique ? "GROUP BY source HAVING MAX(session * 1000000 + line)" : ""} ORDER BY session DESC, line DESC LIMIT ?`,
        )
        .all(pattern, n ?? -1),
    ).reverse(),
}

function open(file: string): DatabaseSync {
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    const database = new DatabaseSync(file)
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000")
    return database
  } catch {
    return new DatabaseSync(":memory:")
  }
}
