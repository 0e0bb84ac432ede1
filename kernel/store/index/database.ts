import { existsSync, mkdirSync, renameSync } from "node:fs"
import { dirname } from "node:path"
import { DatabaseSync } from "node:sqlite"

/** Milliseconds to wait for another process that writes. */
const patience = 10_000

/**
 * Opens a database of these tables that several processes use at once. One that is no database any more is set aside and begun anew:
 * it only says what is in the files beside it, and nothing of value is lost with it.
 */
export function openDatabase(file: string, tables: string, told: (sentence: string) => void): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true })
  try {
    return opened(file, tables)
  } catch (cause) {
    if (!isDamage(cause)) throw cause
    const aside = `${file}.damaged-${process.pid}-${process.hrtime.bigint()}`
    for (const ending of ["", "-wal", "-shm"]) if (existsSync(file + ending)) renameSync(file + ending, aside + ending)
    told(`An index was damaged and has been begun anew; the old one is ${aside}.`)
    return opened(file, tables)
  }
}

function opened(file: string, tables: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: patience })
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON")
    // A checkpoint waits for the disk: rather at the end, when the database is closed, than between two steps.
    database.exec("PRAGMA wal_autocheckpoint = 8000")
    database.exec(tables)
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
