import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import test from "node:test"
import { loadDataset } from "../../kernel/plugins/datasets.ts"
import { payloadOf } from "../../plugins/dataset-tables/payload.ts"
import { tables } from "../../plugins/dataset-tables/tables.ts"

/** Rows, columns, rows of each class, missing values, and the sum of all numbers: as published, and as scikit-learn has them. */
const published: Record<string, [number, number, number[], number, number]> = {
  iris: [150, 5, [50, 50, 50], 0, 2078.7],
  penguins: [344, 8, [152, 68, 124], 19, 2_217_362],
  wine: [178, 14, [59, 71, 48], 0, 159_975.295999],
}

for (const table of tables) {
  test(`${table.id} loads through the plugin process with the rows and values that were published`, async () => {
    const { splits, target } = await loadDataset(table.id)
    assert.ok("all" in splits)
    const { rows, columns } = splits.all
    const [wantedRows, wantedColumns, wantedCounts, wantedGaps, wantedSum] = published[table.id]!
    assert.deepEqual([rows, columns.length], [wantedRows, wantedColumns])
    const label = columns.find(({ name }) => name === target)!
    const counts = label.classes!.map((_, i) => [...(label.values as Uint8Array)].filter(value => value === i).length)
    assert.deepEqual(counts, wantedCounts)
    const features = columns.filter(column => column !== label)
    const gaps = features.flatMap(({ values }) => [...values]).filter(value => value === "" || Number.isNaN(value))
    assert.equal(gaps.length, wantedGaps)
    const numbers = features.flatMap(({ kind, values }) => (kind === "number" ? [...(values as Float64Array)] : []))
    const sum = numbers.reduce((total, value) => total + (Number.isNaN(value) ? 0 : value), 0)
    assert.ok(Math.abs(sum - wantedSum) < 1e-6, `${sum}`)
  })

  test(`a changed byte of ${table.id} is noticed`, async () => {
    const bytes = await readFile(new URL(`../../plugins/dataset-tables/data/${table.id}.csv`, import.meta.url))
    bytes[bytes.length - 10]! ^= 1
    assert.throws(() => payloadOf(table, bytes), { code: "DATASET_INVALID" })
  })
}
