import { flushCompileCache } from "node:module"
import { compileCell } from "../cell/index.ts"
import { log } from "./log.ts"

/** How long after the start (ms), and again: a client that has a cell at hand is served before. */
const pause = 1500

/** Loads, while no cell runs, what the first typed cell needs, and keeps what was compiled for the next start. */
export function warmUp(isIdle: () => boolean): void {
  const timer = setTimeout(() => {
    if (!isIdle()) {
      warmUp(isIdle)
      return
    }
    try {
      compileCell("const warm: number = 1", { id: "warm", number: 0, url: "kaon://cell/warm.ts" })
      flushCompileCache()
    } catch (cause) {
      log(`the compiler is not warm: ${(cause as Error).message}`)
    }
  }, pause)
  timer.unref()
}
