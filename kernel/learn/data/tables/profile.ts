import { availableParallelism } from "node:os"
import type { MimeBundle } from "../../../contracts/mime.ts"
import { type Displayable, displaySymbol } from "../../show/displayable.ts"
import { count as grouped } from "../../show/text-table.ts"
import { bars, type ColumnProfile, type Correlations, type Profile, shares, topCount } from "../profile/profile.ts"
import { profileBundle } from "../profile/view.ts"
import { execute, valuesOf } from "./engine.ts"
import { name } from "./quote.ts"
import type { Table } from "./table.ts"
import type { TableColumn } from "./types.ts"

/** Above so many rows, different values are counted by DuckDB's estimate. */
const counted = 200_000
/** Columns of numbers that are correlated. */
const correlated = 24
let made = 0

/** The profile of a table: data, and shown as a table with histograms. */
export class TableProfile implements Profile, Displayable {
  readonly title: string
  readonly rows: number
  readonly columns: ColumnProfile[]
  readonly correlations: Correlations

  constructor(title: string, { rows, columns, correlations }: Profile) {
    this.title = title
    this.rows = rows
    this.columns = columns
    this.correlations = correlations
  }

  [displaySymbol](): MimeBundle {
    return profileBundle(`${this.title}: ${grouped(this.rows)} rows`, this)
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return String(this[displaySymbol]()["text/plain"])
  }
}

/** Computed by DuckDB over a copy in its memory (which spills to disk), so that a file is parsed once. */
export async function profileTable({ relation, columns, name: title }: Table): Promise<TableProfile> {
  made += 1
  const table = `kaon_profile_${made}`
  const list = columns.map((column, i) => `${expressions[column.kind](column)} AS c${i}`).join(", ")
  await execute(`CREATE TABLE ${table} AS SELECT ${list} FROM (${relation.sql})`)
  try {
    const [[rows]] = (await valuesOf(`SELECT count(*)::DOUBLE FROM ${table}`)) as [[number]]
    const profiles = await someAtOnce(columns, (column, i) =>
      (isNumeric(column) ? numbers : texts)(table, `c${i}`, column, rows),
    )
    const numeric = columns.flatMap((column, i) => (column.kind === "number" ? [i] : [])).slice(0, correlated)
    const correlations = await correlationsOf(table, numeric, columns)
    return new TableProfile(title, { rows, columns: profiles, correlations })
  } finally {
    await execute(`DROP TABLE ${table}`)
  }
}

/** Columns that are measured side by side: quantiles hold a column's numbers, so it is not all of them. */
const atOnce = Math.min(4, availableParallelism())

/** The results in the order of the items. */
async function someAtOnce<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const queue = items.entries()
  const take = async () => {
    for (const [i, item] of queue) results[i] = await work(item, i)
  }
  await Promise.all(Array.from({ length: atOnce }, take))
  return results
}

const isNumeric = ({ kind }: TableColumn): boolean => kind === "number" || kind === "date"
const asText = (column: TableColumn): string => `nullif(CAST(${name(column.name)} AS VARCHAR), '')`

const expressions: Record<TableColumn["kind"], (column: TableColumn) => string> = {
  // Not a number is not there.
  number: column => `nullif(CAST(${name(column.name)} AS DOUBLE), 'NaN'::DOUBLE)`,
  date: column => `epoch_ms(${name(column.name)}${/^TIMESTAMP WITH/.test(column.type) ? "" : "::TIMESTAMP"})::DOUBLE`,
  class: asText,
  text: asText,
  vector: asText,
  other: asText,
}

const distinctOf = (column: string, rows: number): string =>
  rows > counted ? `approx_count_distinct(${column})` : `count(DISTINCT ${column})`

async function numbers(table: string, id: string, { name, kind }: TableColumn, rows: number): Promise<ColumnProfile> {
  const [row] = await valuesOf(
    `SELECT count(${id})::DOUBLE, ${distinctOf(id, rows)}::DOUBLE, min(${id}), max(${id}), avg(${id}), stddev_samp(${id}),
     quantile_cont(${id}, [${shares.join(", ")}]) FROM ${table}`,
  )
  const [count, distinct, min, max, mean, std, quantiles] = row as [
    number,
    number,
    number,
    number,
    number,
    number | null,
    number[],
  ]
  const base = { name, kind, count, missing: rows - count, distinct, exact: rows <= counted }
  if (count === 0) return base
  const counts = new Array<number>(bars).fill(0)
  const width = (max - min) / bars
  const bar = width > 0 ? `least(${bars - 1}, floor((${id} - ${min}) / ${width}))::INTEGER` : "0"
  for (const [at, found] of await valuesOf(
    `SELECT ${bar} AS bar, count(*)::DOUBLE FROM ${table} WHERE ${id} IS NOT NULL GROUP BY bar`,
  )) {
    counts[Number(at)] = Number(found)
  }
  const histogram = { from: min, to: max, counts }
  return { ...base, figures: { min, max, mean, std: std ?? Number.NaN, quantiles, histogram } }
}

async function texts(table: string, id: string, { name, kind }: TableColumn, rows: number): Promise<ColumnProfile> {
  const [[count, distinct]] = (await valuesOf(
    `SELECT count(${id})::DOUBLE, ${distinctOf(id, rows)}::DOUBLE FROM ${table}`,
  )) as [[number, number]]
  const top = (await valuesOf(
    `SELECT ${id}, count(*)::DOUBLE AS n FROM ${table} WHERE ${id} IS NOT NULL GROUP BY ${id} ORDER BY n DESC, ${id} LIMIT ${topCount}`,
  )) as [string, number][]
  const listed = top.map(([value, n]) => ({ value, count: n }))
  return { name, kind, count, missing: rows - count, distinct, exact: rows <= counted, top: listed }
}

async function correlationsOf(table: string, numeric: readonly number[], columns: readonly TableColumn[]) {
  const matrix = numeric.map(() => new Array<number>(numeric.length).fill(Number.NaN))
  const pairs = numeric.flatMap((a, i) => numeric.slice(i).map((b, j) => ({ a, b, i, j: i + j })))
  if (pairs.length > 0) {
    const list = pairs.map(({ a, b }) => `corr(c${a}, c${b})`).join(", ")
    const [row] = await valuesOf(`SELECT ${list} FROM ${table}`)
    pairs.forEach(({ i, j }, at) => {
      matrix[i]![j] = matrix[j]![i] = Number(row![at] ?? Number.NaN)
    })
  }
  return { names: numeric.map(i => columns[i]!.name), matrix }
}
