import { complete } from "./complete.ts"
import { diagnose } from "./diagnose.ts"
import { definition, inspect, signature } from "./inspect.ts"
import { readGlobals } from "./project.ts"
import { rename } from "./rename.ts"
import { type SpawnServer, spawnServer } from "./server.ts"
import { Session } from "./session.ts"
import type { LanguageService } from "./types.ts"

export type { SpawnServer } from "./server.ts"
export type * from "./types.ts"

export interface LanguageOptions {
  /** The notebook's folder: modules and packages resolve from it. It must exist; nothing is written to it. */
  directory: string
  /** Absolute path of a .d.ts file, or its text, that declares what every cell finds without importing it. */
  globals: string
  spawn?: SpawnServer
  stuckAfterMs?: number
}

/** Starts nothing by itself: the server comes up with the first question, or with `warm`. */
export function startLanguageService(options: LanguageOptions): LanguageService {
  const session = new Session({
    directory: options.directory,
    globals: readGlobals(options.globals),
    spawn: options.spawn ?? spawnServer,
    stuckAfterMs: options.stuckAfterMs ?? 10_000,
  })
  return {
    setCells: cells => session.notebook.setCells(cells),
    async warm() {
      const words = new Set(session.notebook.entries.flatMap(({ cell }) => [...cell.words]))
      const source = session.globals.filter(name => words.has(name)).join("\n")
      await complete(session, { source }, 0, { timeoutMs: 30_000 })
    },
    complete: (cell, offset, request = {}) => complete(session, cell, offset, request),
    inspect: (cell, offset, detail, request = {}) => inspect(session, cell, offset, detail, request),
    diagnose: (cell, request = {}) => diagnose(session, cell, request),
    definition: (cell, offset, request = {}) => definition(session, cell, offset, request),
    rename: (cell, offset, newName, request = {}) => rename(session, cell, offset, newName, request),
    signature: (cell, offset, request = {}) => signature(session, cell, offset, request),
    get pid() {
      return session.pid
    },
    async [Symbol.asyncDispose]() {
      session.end()
    },
  }
}
