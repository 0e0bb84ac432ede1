import { existsSync, mkdirSync, renameSync } from "node:fs"
import { dirname } from "node:path"
import { DatabaseSync } from "node:sqlite"

/** Versions of the tables; another version is another file, so that an older Kaon beside a newer one keeps its own. */
const schema = `
  CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, record TEXT NOT NULL, used INTEGER NOT NULL, turn INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS entries_by_turn ON entries (turn);
  CREATE TABLE IF NOT EXISTS needs (digest TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (digest, key)) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS needs_of_key ON needs (key);
  CREATE TABLE IF NOT EXISTS latest (cell TEXT PRIMARY KEY, key TEXT NOT NULL, parts TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS holds (owner TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (owner, digest)) STRICT, WITHOUT ROWID;
`

/** Milliseconds to wait for another process that writes. */
const patience = 10_000

/**
 * Opens a database that several processes use at once. One that is no database any more is set aside and begun anew: it only says
 * what is in the store, and nothing of value is lost with it.
 */
export function openDatabase(file: string, told: (sentence: string) => void): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true })
  try {
    return opened(file)
  } catch (cause) {
    if (!isDamage(cause)) throw cause
    const aside = `${file}.damaged-${process.pid}-${process.hrtime.bigint()}`
    for (const ending of ["", "-wal", "-shm"]) if (existsSync(file + ending)) renameSync(file + ending, aside + ending)
    told(`The index of the store was damaged and has been begun anew; the old one is ${aside}.`)
    return opened(file)
  }
}

function opened(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: patience })
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON")
    database.exec(schema)
    return database
  } catch (cause) {
    database.close()
    throw cause
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const damage = new Set([11, 26])

export const isDamage = (cause: unknown): boolean =>
  cause instanceof Error && "errcode" in cause && damage.has(Number(cause.errcode) & 0xff)
