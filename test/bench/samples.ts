import { spawn } from "node:child_process"
import path from "node:path"
import { createInterface } from "node:readline"
import { type BenchKernel, pythonPath } from "./kernels.ts"

export interface Plan {
  rounds: number
  /** In how many of the rounds each measure is taken. */
  measures: Record<string, number>
  sizes: { trips: number; cells: number; completions: number; lines: number; interrupts: number; memory: number }
}

/** What the driver saw: a value of one row, or how a measure failed. */
interface Sample {
  kernel: string
  measure: string
  row?: string
  value?: unknown
  failed?: string
}

/** All samples of a run, to be asked for by kernel and row. */
export class Samples {
  readonly #values = new Map<string, unknown[]>()
  readonly #failures = new Map<string, string>()

  add({ kernel, measure, row, value, failed }: Sample): void {
    if (failed !== undefined) this.#failures.set(`${kernel} ${measure}`, failed)
    if (row === undefined) return
    const key = `${kernel} ${row}`
    this.#values.set(key, [...(this.#values.get(key) ?? []), value])
  }

  /** One entry for each round. */
  rounds(kernel: string, row: string): unknown[] {
    return this.#values.get(`${kernel} ${row}`) ?? []
  }

  /** Every number of every round. */
  numbers(kernel: string, row: string): number[] {
    return this.rounds(kernel, row)
      .flat()
      .filter(value => typeof value === "number")
  }

  failure(kernel: string, measure: string): string | undefined {
    return this.#failures.get(`${kernel} ${measure}`)
  }
}

/** Runs the driver over the kernels in alternating rounds. */
export async function collect(kernels: readonly BenchKernel[], plan: Plan): Promise<Samples> {
  const child = spawn(pythonPath, [path.join(import.meta.dirname, "driver.py")], { stdio: ["pipe", "pipe", "inherit"] })
  child.stdin.end(JSON.stringify({ ...plan, kernels }))
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject)
    child.once("close", resolve)
  })
  const samples = new Samples()
  for await (const line of createInterface({ input: child.stdout })) samples.add(JSON.parse(line) as Sample)
  const status = await ended
  if (status !== 0) throw new Error(`the driver ended with status ${status}`)
  return samples
}

/** The value that the given share of the sorted values lies below: 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  if (sorted.length === 0) return undefined
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)]!
  return low + (sorted[Math.ceil(at)]! - low) * (at - Math.floor(at))
}

export const median = (values: readonly number[]): number | undefined => quantile(values, 0.5)
