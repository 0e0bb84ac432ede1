import type { ColumnPayload, DatasetPayload } from "../../../contracts/dataset.ts"
import { KaonError } from "../../../contracts/errors.ts"
import { nearest } from "../../../contracts/nearest.ts"
import { type DatasetBuilder, datasetFrom } from "../builder.ts"
import { sampled } from "../stream/rest.ts"
import { columnValues } from "./column-values.ts"
import type { Table } from "./table.ts"

export interface PredictOptions {
  /**
   * Rows that are held in memory, about so many by chance: the steps are fitted on these, and test and validation rows are
   * taken of them. All other rows are trained on as `fit` reads them from their files, so a table may be larger than memory.
   */
  sample?: number
  /** Columns that are features; all but the target without it. */
  features?: readonly string[]
  /** Columns that are no features. */
  drop?: readonly string[]
  /** Columns that stay with the rows, for a split by group or time, and are no features. */
  keep?: readonly string[]
  /** What the target is: a "class" (numbers become names) or a "number"; by its type without it. */
  as?: "class" | "number"
  /** A name and a title for the dataset; those of the table without them. */
  name?: string
  title?: string
}

/** A dataset builder over a table that is read when it is awaited. Throws DATA_INVALID for a column that is not there. */
export const predicted = (open: () => Promise<Table>, target: string, options: PredictOptions): DatasetBuilder =>
  datasetFrom(async () => {
    const table = await open()
    if (options.sample === undefined) return await payloadOf(table, target, options)
    const { sample, rest } = await sampled(table, options.sample)
    const payload = await payloadOf(sample, target, options)
    return { ...payload, ...(rest && { rest }), id: options.name ?? table.name, title: options.title ?? table.name }
  })

async function payloadOf(table: Table, target: string, options: PredictOptions): Promise<DatasetPayload> {
  const names = table.columns.map(column => column.name)
  const { features, drop = [], keep = [] } = options
  for (const name of [target, ...(features ?? []), ...drop, ...keep]) must(table.name, names, name)
  const wanted = (name: string) =>
    name === target || keep.includes(name) || (!drop.includes(name) && (features?.includes(name) ?? true))
  if (!names.some(name => name !== target && wanted(name) && !keep.includes(name))) {
    throw new KaonError("DATA_INVALID", `"${table.name}" has no column to predict "${target}" from.`, {
      fix: "Leave at least one other column in.",
    })
  }
  const { rows, columns } = await columnValues(
    table.relation,
    table.columns.filter(column => wanted(column.name)),
  )
  const made = columns.map(column => (column.name === target ? asTarget(column, options.as) : column))
  return {
    id: options.name ?? table.name,
    title: options.title ?? table.name,
    target,
    citation: "",
    licence: "",
    splits: { all: { rows, columns: made } },
    ...(keep.length > 0 && { aside: [...keep] }),
  }
}

function must(table: string, names: readonly string[], name: string): void {
  if (names.includes(name)) return
  const near = nearest(name, names)
  throw new KaonError("DATA_INVALID", `"${table}" has no column "${name}".`, {
    fix: near === undefined ? `Its columns are ${names.join(", ")}.` : `Did you mean "${near}"?`,
  })
}

/** Numbers that are classes get the numbers' texts as names, in the order of the numbers. */
function asTarget(column: ColumnPayload, as: PredictOptions["as"]): ColumnPayload {
  if (as === "number" && column.kind !== "number" && column.kind !== "date") {
    throw new KaonError(
      "DATA_INVALID",
      `Column "${column.name}" holds ${column.kind === "text" ? "texts" : "classes"}, not numbers.`,
      {
        fix: `Leave as: "number" out, or read the column with types: { "${column.name}": "number" }.`,
      },
    )
  }
  if (column.kind === "date") return { ...column, kind: "number" }
  if (as !== "class" || column.kind !== "number") return column
  const values = column.values as Float64Array
  const classes = [...new Set(values)].filter(value => !Number.isNaN(value)).sort((a, b) => a - b)
  const index = new Map(classes.map((value, i) => [value, i]))
  return {
    ...column,
    kind: "class",
    classes: classes.map(String),
    values: Int32Array.from(values, value => index.get(value) ?? -1),
  }
}
