import type { Row, Value } from "../rows.ts"
import { median, quantile, type Samples } from "../samples.ts"

interface Line {
  row: string
  name: string
  unit: string
  bar: string
  /** Holds where the figure is no more than this; undefined for rows that only tell. */
  most?: number
  /** The share of all single figures that lies below; the median over the rounds by default. */
  share?: number
}

const lines: readonly Line[] = [
  {
    row: "openWindow",
    name: "2,000 cells in a new window, to the first key shown",
    unit: "ms",
    bar: "≤ 2000",
    most: 2000,
  },
  {
    row: "openList",
    name: "2,000 cells from the list of files, to the first key shown",
    unit: "ms",
    bar: "≤ 2000",
    most: 2000,
  },
  { row: "jump", name: "jump to a far cell, slowest of five", unit: "ms", bar: "≤ 200", most: 200 },
  { row: "keys", name: "keystroke to paint, p50", unit: "ms", bar: "", share: 0.5 },
  { row: "keys", name: "keystroke to paint, p95", unit: "ms", bar: "≤ 20", most: 20, share: 0.95 },
  { row: "floor", name: "the same in an empty page (the browser's own), p50", unit: "ms", bar: "", share: 0.5 },
  { row: "floor", name: "the same in an empty page (the browser's own), p95", unit: "ms", bar: "", share: 0.95 },
  { row: "keys task", name: "longest task while typing", unit: "ms", bar: "" },
  { row: "heap", name: "JavaScript heap with 2,000 cells", unit: "MB", bar: "≤ 150", most: 150 },
  { row: "drift", name: "scroll 14,000 px down and back, off by", unit: "px", bar: "≤ 1", most: 1 },
  { row: "flood time", name: "100 MB of stdout, until done", unit: "ms", bar: "" },
  { row: "flood task", name: "100 MB of stdout, longest task", unit: "ms", bar: "≤ 200", most: 200 },
  { row: "flood heap", name: "100 MB of stdout, heap after it", unit: "MB", bar: "≤ 150", most: 150 },
  { row: "album time", name: "1,000 images, until done", unit: "ms", bar: "" },
  { row: "album task", name: "1,000 images, longest task", unit: "ms", bar: "≤ 200", most: 200 },
  { row: "album heap", name: "1,000 images, heap after it", unit: "MB", bar: "≤ 150", most: 150 },
  {
    row: "line open",
    name: "a line of 200 KB: longest task to open and enter it",
    unit: "ms",
    bar: "≤ 200",
    most: 200,
  },
  {
    row: "line keys",
    name: "a line of 200 KB: keystroke to paint, p95",
    unit: "ms",
    bar: "≤ 50",
    most: 50,
    share: 0.95,
  },
  { row: "firstPaint", name: "first paint, from the start of the command", unit: "ms", bar: "≤ 2000", most: 2000 },
  { row: "bundle", name: "asked for before the first paint, gzip", unit: "MB", bar: "≤ 1.5", most: 1.5 },
]

const measureOf: Record<string, string> = { keys: "typing", "keys task": "typing" }

/** The rows of the table: Kaon's figures, JupyterLab's beside them, and whether the bar holds. */
export function rowsOf(samples: Samples, peer: string, missing: string | false): Row[] {
  return lines.map(({ row, name, unit, bar, most, share }) => {
    const figureOf = (side: string): Value => {
      const numbers = samples.numbers(side, row)
      const figure = share === undefined ? median(numbers) : quantile(numbers, share)
      const measure = measureOf[row] ?? row.split(" ")[0]!
      return figure ?? samples.failure(side, measure) ?? (side === peer && missing !== false ? "not installed" : null)
    }
    const value = figureOf("kaon")
    const holds = most === undefined || (typeof value === "number" && value <= most)
    return { name, unit, value, peers: { [peer]: figureOf(peer) }, bar, holds }
  })
}
