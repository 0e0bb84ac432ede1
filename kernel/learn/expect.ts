import { isDeepStrictEqual } from "node:util"
import { KaonError } from "../contracts/errors.ts"
import type { Gate } from "./evaluate/gate.ts"
import { lastRead } from "./evaluate/last-read.ts"
import { figure } from "./show/text-table.ts"

/** Bounds on a value. Each throws GATE_NOT_MET, naming the figure where the value was just read from a report. */
export interface Expectation<T> {
  atLeast(bound: number): void
  atMost(bound: number): void
  toBe(wanted: T): void
  toEqual(wanted: unknown): void
  /** Within 10^−digits / 2. */
  toBeCloseTo(wanted: number, digits?: number): void
}

const gates = {
  atLeast: { holds: (got: number, wanted: number) => got >= wanted, side: "below" },
  atMost: { holds: (got: number, wanted: number) => got <= wanted, side: "above" },
} as const

/** A gate: the run does not go past a cell whose expectation fails. Gates on figures of a report appear in the report. */
export function expect<T>(value: T): Expectation<T> {
  const read = lastRead(value)
  const name = read?.figure ?? "the value"
  const gate = (bound: Gate["bound"]) => (wanted: number) => {
    const got = typeof value === "number" && Number.isFinite(value) ? value : null
    const met = got !== null && gates[bound].holds(got, wanted)
    read?.report.addGate({ figure: name, bound, wanted, got, met })
    if (!met) throw notMet(`${name} is ${shown(value)}, ${gates[bound].side} the gate of ${wanted}.`)
  }
  const must = (holds: boolean, wanted: unknown) => {
    if (!holds) throw notMet(`${name} is ${shown(value)}, not ${shown(wanted)}.`)
  }
  return {
    atLeast: gate("atLeast"),
    atMost: gate("atMost"),
    toBe: wanted => must(Object.is(value, wanted), wanted),
    toEqual: wanted => must(isDeepStrictEqual(value, wanted), wanted),
    toBeCloseTo: (wanted, digits = 2) =>
      must(typeof value === "number" && Math.abs(value - wanted) < 10 ** -digits / 2, wanted),
  }
}

const notMet = (message: string): KaonError =>
  new KaonError("GATE_NOT_MET", message, { fix: "Improve the model, or move the gate; nothing after it runs." })

const shown = (value: unknown): string =>
  typeof value === "number" ? figure(value) : typeof value === "string" ? JSON.stringify(value) : String(value)
