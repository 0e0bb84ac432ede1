import { flushCompileCache } from "node:module"
import { setImmediate } from "node:timers/promises"
import { compileCell } from "../cell/index.ts"
import { log } from "./log.ts"

/** After the start (ms): what compiles cells is made quick, and what was compiled of the kernel itself is kept for the next start. */
const pause = { quicken: 300, keep: 1500 }

/** How often the sample is compiled, one time in each turn of the event loop: no message waits longer than for one. */
const times = 30

const sample = `interface Row extends Named { values: number[]; label?: string }
type Spread = { mean: number; width: number }
export class Scale<T extends Row> implements Measure<T> {
  private readonly seen: Map<string, Spread> = new Map()
  of(row: T, ...rest: number[]): Spread | undefined {
    const { values, label = "none" } = row as Required<Row>
    for (const value of values) if (value > 0 && !rest.includes(value)) this.seen.set(label, { mean: value, width: -1 })
    return this.seen.get(label)!
  }
}
async function load(name: string, size: number): Promise<Row> {
  const values = Array.from({ length: size }, (_, i): number => (i * 2) % 7)
  return { name, values, label: \`#\${await size}\` } satisfies Row
}
const rows: Row[] = ["a", "b"].map((name, i) => load(name, 10 + i))`

/** Readies the thread, while no cell runs, for the first typed cells of a reader. */
export function warmUp(isIdle: () => boolean): void {
  const atRest = (delay: number, work: () => void | Promise<void>): void => {
    const tryWork = async () => {
      if (!isIdle()) return atRest(delay, work)
      try {
        await work()
      } catch (cause) {
        log(`the kernel is not warm: ${(cause as Error).message}`)
      }
    }
    setTimeout(() => void tryWork(), delay).unref()
  }
  atRest(pause.quicken, async () => {
    for (let time = 0; time < times; time++) {
      await setImmediate()
      compileCell(sample, { id: "warm", number: 0, url: "kaon://cell/warm.ts" })
    }
  })
  atRest(pause.keep, () => void flushCompileCache())
}
