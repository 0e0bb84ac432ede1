import { median, quantile, type Samples } from "./samples.ts"
import type { SuiteResult } from "./suites.ts"

export type Value = number | string | null

/** A line of the table. `value` and `peers` are null where there is none, or a word such as "dies". */
export interface Row {
  name: string
  unit: string
  value: Value
  peers: Record<string, Value>
  bar: string
  holds: boolean
}

export interface Figures {
  samples: Samples
  suites: ReadonlyMap<string, SuiteResult>
  /** Kernels that could not be installed, with the reason. */
  missing: Readonly<Record<string, string>>
  sizes: { lines: number; memory: number }
}

interface Line {
  name: string
  unit: string
  /** The measure whose failure speaks for the row where it has no value. */
  measure: string
  of(figures: Figures, kernel: string): number | string | undefined
  bar: string
  holds(value: Value, peers: Record<string, Value>): boolean
}

const peers = ["ipykernel", "deno", "tslab"]

/** A kernel's figure: its value, or how it failed, or null. */
export function rowsOf(figures: Figures): Row[] {
  return lines(figures).map(({ name, unit, measure, of, bar, holds }) => {
    const figureOf = (kernel: string): Value =>
      of(figures, kernel) ??
      figures.samples.failure(kernel, measure) ??
      (kernel in figures.missing ? "not installed" : null)
    const value = figureOf("kaon")
    const theirs = Object.fromEntries(peers.map(peer => [peer, figureOf(peer)]))
    return { name, unit, value, peers: theirs, bar, holds: holds(value, theirs) }
  })
}

const number = (value: Value | undefined): number => (typeof value === "number" ? value : Number.NaN)
const atMost = (limit: number) => (value: Value) => number(value) <= limit
const is = (wanted: Value) => (value: Value) => value === wanted

/** Not a single peer with a figure is as quick. */
const belowAll = (value: Value, peers: Record<string, Value>): boolean =>
  typeof value === "number" && Object.values(peers).every(peer => typeof peer !== "number" || value < peer)

const timesIpykernel = (share: number) => (value: Value, peers: Record<string, Value>) =>
  number(value) <= share * number(peers.ipykernel)

const at =
  (row: string, share = 0.5) =>
  ({ samples }: Figures, kernel: string) =>
    quantile(samples.numbers(kernel, row), share)

const said =
  (row: string) =>
  ({ samples }: Figures, kernel: string): string | undefined => {
    const found = samples.rounds(kernel, row)
    if (found.length === 0) return undefined
    if (typeof found[0] === "string") return found[0]
    return found.every(value => value === true) ? "yes" : "no"
  }

/** Memory at the start, after the cells, and after as many again. */
const memoryAt = (row: string, index: number) => (figures: Figures, kernel: string) =>
  median(
    figures.samples
      .rounds(kernel, row)
      .filter(Array.isArray)
      .map(figuresOfRound => Number(figuresOfRound[index])),
  )

const growth = (row: string) => (figures: Figures, kernel: string) => {
  const [middle, end] = [memoryAt(row, 1)(figures, kernel), memoryAt(row, 2)(figures, kernel)]
  return middle === undefined || end === undefined ? undefined : end - middle
}

const suite = ({ suites }: Figures, kernel: string): string | undefined => {
  const found = suites.get(kernel)
  return found && `${found.passed} passed, ${found.failed} failed, ${found.skipped} skipped`
}

const lines = ({ sizes }: Figures): Line[] => [
  {
    name: "start to first 1+1",
    unit: "ms",
    measure: "basics",
    of: at("start"),
    bar: "≤ ipykernel (stretch 0.75 ×)",
    holds: timesIpykernel(1),
  },
  {
    name: "1+1 round trip, p50",
    unit: "ms",
    measure: "basics",
    of: at("trip"),
    bar: "below every peer (stretch 1.2)",
    holds: belowAll,
  },
  { name: "1+1 round trip, p95", unit: "ms", measure: "basics", of: at("trip", 0.95), bar: "≤ 2", holds: atMost(2) },
  {
    name: "30-line typed cell, define",
    unit: "ms",
    measure: "basics",
    of: at("define"),
    bar: "≤ 2.4",
    holds: atMost(2.4),
  },
  { name: "30-line typed cell, use", unit: "ms", measure: "basics", of: at("use"), bar: "≤ 1.8", holds: atMost(1.8) },
  {
    name: `${sizes.lines} lines, time`,
    unit: "ms",
    measure: "lines",
    of: at("lines"),
    bar: "≤ 0.6 × ipykernel",
    holds: timesIpykernel(0.6),
  },
  {
    name: `${sizes.lines} lines, arrive`,
    unit: "lines",
    measure: "lines",
    of: at("arrived"),
    bar: "all",
    holds: is(sizes.lines),
  },
  {
    name: `${sizes.lines} lines, peak memory`,
    unit: "MB",
    measure: "lines",
    of: at("peak"),
    bar: "< 130",
    holds: atMost(130),
  },
  { name: "20 MB display", unit: "ms", measure: "display", of: at("display"), bar: "≤ 200", holds: atMost(200) },
  { name: "complete [1,2,3].", unit: "ms", measure: "complete", of: at("complete"), bar: "≤ 10", holds: atMost(10) },
  {
    name: "completion shows",
    unit: "",
    measure: "complete",
    of: said("completeShows"),
    bar: "types, docs",
    holds: is("types, docs"),
  },
  { name: "interrupt while (true) {}", unit: "ms", measure: "loop", of: at("loop"), bar: "≤ 5", holds: atMost(5) },
  { name: "its state is kept", unit: "", measure: "loop", of: said("loopKept"), bar: "yes", holds: is("yes") },
  {
    name: "interrupt a pending await",
    unit: "ms",
    measure: "pending",
    of: at("pending"),
    bar: "≤ 5",
    holds: atMost(5),
  },
  { name: "its state is kept", unit: "", measure: "pending", of: said("pendingKept"), bar: "yes", holds: is("yes") },
  {
    name: "memory at the start",
    unit: "MB",
    measure: "flat",
    of: (f, k) => memoryAt("flat", 0)(f, k),
    bar: "",
    holds: () => true,
  },
  {
    name: `memory after ${sizes.memory} cells`,
    unit: "MB",
    measure: "flat",
    of: memoryAt("flat", 1),
    bar: "≤ 120",
    holds: atMost(120),
  },
  {
    name: `its own pages, growth over ${sizes.memory} more`,
    unit: "MB",
    measure: "flat",
    of: growth("flatOwn"),
    bar: "flat: ≤ 5",
    holds: atMost(5),
  },
  {
    name: `memory after ${sizes.memory} cells with new names`,
    unit: "MB",
    measure: "growing",
    of: memoryAt("growing", 1),
    bar: "≤ 120",
    holds: atMost(120),
  },
  {
    name: "jupyter_kernel_test",
    unit: "",
    measure: "suite",
    of: suite,
    bar: "nothing failed or skipped",
    holds: value => typeof value === "string" && value.endsWith(" 0 failed, 0 skipped"),
  },
  {
    name: "closures see a later assignment",
    unit: "",
    measure: "basics",
    of: said("closures"),
    bar: "yes",
    holds: is("yes"),
  },
  {
    name: "an error shows its lines as written",
    unit: "",
    measure: "basics",
    of: said("places"),
    bar: "yes",
    holds: is("yes"),
  },
]
