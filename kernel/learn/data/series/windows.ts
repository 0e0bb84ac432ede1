import type { ColumnPayload, DatasetPayload, SplitPayload } from "../../../contracts/dataset.ts"
import { KaonError } from "../../../contracts/errors.ts"
import { nearest } from "../../../contracts/nearest.ts"
import { join } from "../table.ts"
import { type Gaps, regular } from "./regular.ts"

export interface WindowOptions {
  /** Column of the times of the rows; rows are put into its order. */
  time: string
  /** Rows that are looked back on. */
  past: number
  /** Rows that are looked ahead: the numbers that are predicted. */
  ahead: number
  /** Columns whose past is a feature; what is to be predicted alone without it. */
  from?: readonly string[]
  /**
   * Columns that are known before they come (a calendar, a plan): their values in the rows ahead are features. The column of
   * times among them is the time of the first row ahead.
   */
  known?: readonly string[]
  /** Rows from the start of one window to that of the next: 1 without it. */
  every?: number
  /**
   * What stands in the target where the series lacks a time: a number, or the "previous" value, which all other columns
   * then get. Windows that reach over such a place are left out without it.
   */
  gaps?: Gaps
}

/**
 * A table of a series as windows over it, one a row: the past of some columns, what is known of the rows ahead, and, to be
 * predicted, the target's values there ("<target> ahead"). No value of a window is later than its time but those of
 * `known`. Throws DATA_INVALID for columns that are not numbers, or a series that is too short.
 */
export function windowed(payload: DatasetPayload, options: WindowOptions): DatasetPayload {
  const { time, past, ahead, every = 1, known = [] } = options
  const from = options.from ?? [payload.target]
  for (const [name, value] of Object.entries({ past, ahead, every })) whole(name, value)
  const table = joined(payload)
  const numbers = [...new Set([payload.target, ...from, ...known])].filter(name => name !== time)
  for (const name of [time, ...numbers]) must(payload.id, table.columns, name, name === time)
  const series = regular(
    table,
    time,
    numbers.map(name => ({
      name,
      gaps: name === payload.target ? options.gaps : options.gaps === undefined ? undefined : "previous",
    })),
  )
  const starts = startsOf(series, past, ahead, every)
  if (starts.length === 0) {
    throw new KaonError("DATA_INVALID", `"${payload.id}" has no ${past + ahead} rows in a row to make a window of.`, {
      fix: 'Make the windows shorter, or say what stands in gaps of the series: gaps: 0, or gaps: "previous".',
    })
  }
  const part = (name: string, title: string, offset: number, width: number): ColumnPayload => {
    const all = series.values.get(name)!
    const values = new Float64Array(starts.length * width)
    for (const [i, start] of starts.entries())
      values.set(all.subarray(start + offset, start + offset + width), i * width)
    return { name: title, kind: "number", shape: [width], values }
  }
  const clash = (name: string) => from.includes(name) || name === payload.target
  const columns: ColumnPayload[] = [
    { name: time, kind: "date", shape: [], values: Float64Array.from(starts, start => series.times[start + past]!) },
    ...from.map(name => part(name, name, 0, past)),
    ...known.flatMap(name => (name === time ? [] : [part(name, clash(name) ? `${name} ahead` : name, past, ahead)])),
    part(payload.target, `${payload.target} ahead`, past, ahead),
  ]
  return {
    ...payload,
    target: `${payload.target} ahead`,
    aside: known.includes(time) ? [] : [time],
    reach: { column: time, span: ahead * series.step },
    splits: { all: { rows: starts.length, columns } },
  }
}

/** First rows of the windows in which nothing is missing. */
function startsOf(series: ReturnType<typeof regular>, past: number, ahead: number, every: number): number[] {
  const all = [...series.values.values()]
  const starts: number[] = []
  let sound = 0
  for (let row = 0; row < series.times.length; row++) {
    sound = all.every(values => !Number.isNaN(values[row]!)) ? sound + 1 : 0
    const start = row + 1 - past - ahead
    if (sound >= past + ahead && start % every === 0) starts.push(start)
  }
  return starts
}

/** A series has one order; what a source holds back for testing is a part of it like any other. */
const joined = ({ id, splits }: DatasetPayload): SplitPayload =>
  "all" in splits ? splits.all : join(id, splits.train, splits.test)

function whole(name: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return
  throw new KaonError("DATA_INVALID", `${name} is ${value}; it is a number of rows.`, {
    fix: `Give ${name} a whole number above 0.`,
  })
}

function must(id: string, columns: readonly ColumnPayload[], name: string, isTime: boolean): void {
  const column = columns.find(each => each.name === name)
  const names = columns.map(each => each.name)
  if (column === undefined) {
    const near = nearest(name, names)
    throw new KaonError("DATA_INVALID", `"${id}" has no column "${name}" to make windows of.`, {
      fix: near === undefined ? `Its columns are ${names.join(", ")}.` : `Did you mean "${near}"?`,
    })
  }
  if (column.shape.length === 0 && (column.kind === "number" || (isTime && column.kind === "date"))) return
  throw new KaonError(
    "DATA_INVALID",
    `The column "${name}" holds values of kind ${column.kind}, not ${isTime ? "times" : "numbers"}.`,
    { fix: isTime ? `Read it with types: { "${name}": "timestamp" }.` : "Windows are made of columns of numbers." },
  )
}
