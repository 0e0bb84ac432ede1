import { KaonError } from "../contracts/errors.ts"
import { View } from "./show/displayable.ts"
import { textTable } from "./show/text-table.ts"
import { type VegaLiteSpec, vegaBundle } from "./show/vega.ts"

/** Rows as objects, or columns as arrays of equal length. */
export type PlotData = readonly object[] | Readonly<Record<string, ArrayLike<unknown>>>

export interface PlotOptions {
  /** Name of the column along the horizontal axis, and along the vertical one. */
  x: string
  y: string
  /** Name of the column that colours tell apart. */
  color?: string
  title?: string
}

export type HistogramOptions = Omit<PlotOptions, "y"> & { bins?: number }

type Value = number | string | boolean | null

const textRows = 20

/** Charts as values: the last expression of a cell, or `display(plot.line(…))`. */
export const plot = {
  line: (data: PlotData, options: PlotOptions): View => chart("line", data, options),
  bar: (data: PlotData, options: PlotOptions): View => chart("bar", data, options),
  scatter: (data: PlotData, options: PlotOptions): View => chart("point", data, options),

  /** How often values of the column `x` occur, in about `bins` intervals. */
  histogram(data: PlotData, { x, color, title, bins = 30 }: HistogramOptions): View {
    const rows = rowsOf(data, [x, color])
    const encoding = {
      x: { field: path(x), title: x, bin: { maxbins: bins }, type: "quantitative" },
      y: { aggregate: "count", title: "count" },
      ...(color === undefined ? {} : { color: { field: path(color), title: color, type: typeOf(rows, color) } }),
    }
    const spec = { ...titled(title), data: { values: rows }, mark: { type: "bar", tooltip: true }, encoding }
    return new View(vegaBundle(spec, textOf(rows, [x, color], title)))
  },

  /** Any Vega-Lite specification. */
  vega: (spec: VegaLiteSpec): View => new View(vegaBundle(spec, String(spec.title ?? "a Vega-Lite chart"))),
}

function chart(mark: "line" | "bar" | "point", data: PlotData, { x, y, color, title }: PlotOptions): View {
  const rows = rowsOf(data, [x, y, color])
  const axis = (name: string) => ({ field: path(name), title: name, type: typeOf(rows, name) })
  const encoding = { x: axis(x), y: axis(y), ...(color === undefined ? {} : { color: axis(color) }) }
  const spec = { ...titled(title), data: { values: rows }, mark: { type: mark, tooltip: true }, encoding }
  return new View(vegaBundle(spec, textOf(rows, [x, y, color], title)))
}

const titled = (title: string | undefined) => (title === undefined ? {} : { title })

/** Vega-Lite reads dots and brackets in a field's name as a path. */
const path = (name: string): string => name.replace(/[.[\]\\]/g, "\\$&")

/** The columns a chart is about, as plain JSON values; throws DATA_INVALID for one that the data lacks. */
function rowsOf(data: PlotData, wanted: readonly (string | undefined)[]): Record<string, Value>[] {
  const names = wanted.filter(name => name !== undefined)
  const records = isRows(data) ? (data as readonly Record<string, unknown>[]) : rowsFromColumns(data)
  for (const name of names) {
    if (records.length === 0 || records.some(record => name in record)) continue
    throw new KaonError("DATA_INVALID", `The data has no column "${name}" to plot.`, {
      fix: `Its columns are ${Object.keys(records[0]!).join(", ")}.`,
    })
  }
  return records.map(record => Object.fromEntries(names.map(name => [name, plain(record[name])])))
}

const isRows = (data: PlotData): data is readonly object[] => Array.isArray(data)

function rowsFromColumns(columns: Readonly<Record<string, ArrayLike<unknown>>>): Record<string, unknown>[] {
  const entries = Object.entries(columns)
  const length = Math.max(0, ...entries.map(([, values]) => values.length))
  return Array.from({ length }, (_, i) => Object.fromEntries(entries.map(([name, values]) => [name, values[i]])))
}

function plain(value: unknown): Value {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === "bigint") return Number(value)
  if (typeof value === "number") return Number.isFinite(value) ? value : null
  return typeof value === "string" || typeof value === "boolean" ? value : value == null ? null : String(value)
}

const isoDate = /^\d{4}-\d{2}-\d{2}(T|$)/

function typeOf(rows: readonly Record<string, Value>[], name: string): "quantitative" | "temporal" | "nominal" {
  const known = rows.map(row => row[name]).filter(value => value !== null && value !== undefined)
  if (known.every(value => typeof value === "number")) return "quantitative"
  return known.every(value => typeof value === "string" && isoDate.test(value)) ? "temporal" : "nominal"
}

function textOf(
  rows: readonly Record<string, Value>[],
  wanted: readonly (string | undefined)[],
  title?: string,
): string {
  const names = wanted.filter(name => name !== undefined)
  const shown = rows
    .slice(0, textRows)
    .map(row => names.map(name => (typeof row[name] === "number" ? row[name] : String(row[name] ?? ""))))
  const more = rows.length > textRows ? `\n… ${rows.length} rows in all` : ""
  return `${title === undefined ? "" : `${title}\n`}${textTable(names, shown)}${more}`
}
