import { KaonError } from "../../../contracts/errors.ts"
import { rowsOf } from "../tables/engine.ts"
import { name } from "../tables/quote.ts"
import type { Table } from "../tables/table.ts"

/** Rows that a dataset trains on and does not hold in memory: they are read from their files whenever they are needed. */
export interface Rest {
  table: Table
  rows: number
  /** Of the content of all its rows, in whatever order. */
  digest: string
}

/** Rows are in the sample by chance in so many parts. */
const parts = 2 ** 30

/**
 * About `wanted` rows of a table by chance, and the others: the same ones at every run, since the content of a row decides.
 * Rows that are equal are all in the sample or all outside of it, so what is tested there is never trained on here.
 */
export async function sampled(table: Table, wanted: number): Promise<{ sample: Table; rest: Rest | undefined }> {
  if (!Number.isInteger(wanted) || wanted < 1) {
    throw new KaonError("DATA_INVALID", `sample is ${wanted}; it is a number of rows.`, {
      fix: "Give a number such as 100_000.",
    })
  }
  const hash = `hash(${table.columns.map(column => name(column.name)).join(", ")})`
  const total = await table.count()
  if (total <= wanted) return { sample: table, rest: undefined }
  const chosen = `${hash} % ${parts} < ${Math.round((wanted / total) * parts)}`
  const rest = await table.where(`NOT (${chosen})`)
  const [seen] = await rowsOf(
    `SELECT count(*)::DOUBLE AS rows, bit_xor(${hash})::VARCHAR AS mixed, sum(${hash} % ${parts})::VARCHAR AS sum FROM (${rest.relation.sql})`,
  )
  const { rows, mixed, sum } = seen!
  const sample = await table.where(chosen)
  return { sample, rest: { table: rest, rows: Number(rows), digest: `${rows} ${mixed} ${sum}` } }
}
