import { KaonError } from "../../../contracts/errors.ts"
import { examplesFrom } from "../../train/examples.ts"
import type { Dataset } from "../dataset.ts"
import type { Row } from "../row.ts"
import type { Batch } from "../split.ts"
import type { Table } from "../tables/table.ts"
import type { StreamOptions } from "./stream.ts"

/**
 * Prepared batches of a table that need not fit into memory, by the steps that were fitted for a dataset (of a sample of it,
 * say). Throws DATA_INVALID for a column that lacks, or a class that the dataset does not know.
 */
export async function* preparedBatches(dataset: Dataset, table: Table, options: StreamOptions): AsyncGenerator<Batch> {
  const { preprocessing, source, classes } = dataset
  const target = source.target.name
  for await (const rows of table.batches(options)) {
    const { values, count } = examplesFrom(rows as unknown as Row[], preprocessing)
    const labels = rows.map(row => labelOf(row[target], target, classes))
    const ys = classes.length > 0 ? Int32Array.from(labels) : Float32Array.from(labels)
    yield { xs: preprocessing.prepare(values, count), ys, size: count }
  }
}

function labelOf(value: unknown, target: string, classes: readonly string[]): number {
  const label = classes.length > 0 ? classes.indexOf(String(value)) : value === null ? Number.NaN : Number(value)
  if (label >= 0 || (classes.length === 0 && !Number.isNaN(label))) return label
  throw new KaonError(
    "DATA_INVALID",
    `A row has ${String(value)} in column "${target}", which is ${classes.length > 0 ? "none of the classes" : "not a number"}.`,
    {
      fix: `Leave such rows out: table.where('"${target}" IS NOT NULL').`,
    },
  )
}
