import { appendFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { createContext, Script } from "node:vm"
import type { Executor } from "../../kernel/cli/run/engine.ts"
import { cellCacheSchema } from "../../kernel/contracts/cell-cache.ts"
import { CellCaching } from "../../kernel/stages/cache.ts"

/**
 * A kernel within this process that keeps and restores values as Kaon's does. Each cell that it runs leaves its number in the file
 * `trace` first, then takes a moment.
 */
export function tracingKernel(directory: string, trace: string): Executor & AsyncDisposable {
  const names = createContext({})
  const caching = new CellCaching()
  const read = (name: string): unknown => new Script(name).runInContext(names)
  return {
    async execute(code, { metadata }) {
      const kaon = metadata.kaon as { cell: number; cache: unknown }
      const cache = cellCacheSchema.parse(kaon.cache)
      const ended = {
        status: "ok" as const,
        executionCount: 1,
        error: undefined,
        userExpressions: {},
        payload: [],
        outputs: [],
      }
      if (cache.restore !== undefined) {
        for (const [name, value] of await caching.restore(cache)) Reflect.set(names, name, value)
        return { ...ended, metadata: {} }
      }
      appendFileSync(join(directory, trace), `${kaon.cell}\n`)
      const unsure = await caching.unsure(cache, read)
      await pause(Math.random() * 4)
      new Script(code.replace(/^const /, "var ")).runInContext(names)
      return { ...ended, metadata: { kaon: { kept: await caching.keep(cache, unsure, read) } } }
    },
    interrupt: async () => {},
    shutdown: async () => {},
    [Symbol.asyncDispose]: async () => {},
  }
}
