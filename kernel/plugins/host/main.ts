import { registerHooks } from "node:module"
import { pathToFileURL } from "node:url"
import { errorCodes, KaonError } from "../../contracts/errors.ts"
import type { DatasetSource, Plugin } from "../../contracts/plugin.ts"
import type { Answer, Order } from "./messages.ts"

// Entry of a plugin's process. It serves one order and ends; it also ends when its parent does.

const api = new URL("../../plugin-api/index.ts", import.meta.url).href
// A plugin in a user's folder has no node_modules of Kaon's: the API is always this Kaon's own.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "@kaon/plugin-api" ? { url: api, shortCircuit: true } : next(specifier, context),
})

// Node's permission model lets signals to other processes pass.
for (const name of ["kill", "_kill", "_debugProcess"])
  Object.defineProperty(process, name, {
    configurable: false,
    writable: false,
    value: () => {
      throw new KaonError("PLUGIN_FAILED", "A plugin may not signal processes.")
    },
  })

const stop = new AbortController()
const send = (answer: Answer): Promise<void> =>
  new Promise((done, failed) => {
    process.send?.(answer, (error: Error | null) => (error === null ? done() : failed(error)))
  })

process.on("disconnect", () => process.exit(0))
process.on("message", async (order: Order) => {
  if (order.order === "stop") return stop.abort()
  await send(await carryOut(order))
  process.exit(0)
})

async function carryOut(order: Order & { order: "load" }): Promise<Answer> {
  try {
    const sources = await datasetsOf(order.main)
    const source = sources.get(order.dataset)
    if (source === undefined) return { answer: "unknown", offered: [...sources.keys()] }
    const payload = await source.load({
      dataDirectories: order.dataDirectories,
      cacheDirectory: order.cacheDirectory,
      signal: stop.signal,
      progress: (fraction, detail) => void send({ answer: "progress", fraction, detail }).catch(() => {}),
    })
    return { answer: "loaded", payload }
  } catch (error) {
    return failure(error)
  }
}

async function datasetsOf(main: string): Promise<Map<string, DatasetSource>> {
  const module: { default?: Plugin } = await import(pathToFileURL(main).href)
  if (typeof module.default?.setup !== "function")
    throw new TypeError("its entry has no default export made by definePlugin")
  const sources = new Map<string, DatasetSource>()
  await module.default.setup({ dataset: source => void sources.set(source.id, source) })
  return sources
}

function failure(error: unknown): Answer {
  if (!(error instanceof Error)) return { answer: "failed", message: String(error) }
  const { message, stack } = error
  const known = error instanceof KaonError && error.code in errorCodes
  return { answer: "failed", message, stack, code: known ? error.code : undefined, fix: known ? error.fix : undefined }
}
