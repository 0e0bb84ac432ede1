import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import test from "node:test"
import { loadDataset } from "../../kernel/plugins/datasets.ts"
import { linesOf } from "../../plugins/dataset-tables/csv.ts"
import { payloadOf } from "../../plugins/dataset-tables/payload.ts"
import { tables } from "../../plugins/dataset-tables/tables.ts"

/** Rows, columns, rows of each class (of a number: none; of many, how many classes), missing values, and the sum of all numbers: as published, or as pandas reads the file. */
const published: Record<string, [number, number, number[] | number, number, number]> = {
  iris: [150, 5, [50, 50, 50], 0, 2078.7],
  penguins: [344, 8, [152, 68, 124], 19, 2_217_362],
  wine: [178, 14, [59, 71, 48], 0, 159_975.295999],
  income: [8000, 13, [6088, 1912], 1108, 9_958_224],
  bikes: [8645, 8, [], 0, 1_260_696.1342 - 1_243_103],
  reviews: [2943, 4, [1218, 1725], 0, 524_100.4],
  tumours: [569, 31, [357, 212], 0, 1_056_474.4596356046],
  shuttle: [12000, 10, [875, 11125], 0, 3_235_956],
  libraries: [5651, 3, 298, 0, 0],
  diabetes: [442, 11, [], 0, 276_404.2336],
}

for (const table of tables) {
  test(`${table.id} loads through the plugin process with the rows and values that were published`, async () => {
    const { splits, target } = await loadDataset(table.id)
    assert.ok("all" in splits)
    const { rows, columns } = splits.all
    const [wantedRows, wantedColumns, wantedCounts, wantedGaps, wantedSum] = published[table.id]!
    assert.deepEqual([rows, columns.length], [wantedRows, wantedColumns])
    const label = columns.find(({ name }) => name === target)!
    const counts = (label.classes ?? []).map(
      (_, i) => [...(label.values as Uint8Array)].filter(value => value === i).length,
    )
    assert.deepEqual(typeof wantedCounts === "number" ? counts.length : counts, wantedCounts)
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

test("values between quotes keep their commas, and doubled quotes are one", () => {
  assert.deepEqual(linesOf('a,b,c\n1,"x, ""y"", z",\n,,"3"\n'), [
    ["a", "b", "c"],
    ["1", 'x, "y", z', ""],
    ["", "", "3"],
  ])
})

test("an hour of bikes is a point in time, and its rentals are a number to predict", async () => {
  const { splits, target } = await loadDataset("bikes")
  assert.ok("all" in splits)
  const [hour] = splits.all.columns
  assert.deepEqual([hour!.kind, target], ["date", "bikes"])
  assert.equal(new Date(hour!.values[8644] as number).toISOString(), "2011-12-31T23:00:00.000Z")
})

test("classes beyond the 256th keep their names", async () => {
  const text = await readFile(new URL("../../plugins/dataset-tables/data/libraries.csv", import.meta.url), "utf8")
  const { splits } = await loadDataset("libraries")
  assert.ok("all" in splits)
  const label = splits.all.columns.find(({ name }) => name === "library")!
  const names = [...(label.values as Int32Array)].map(value => label.classes![value])
  assert.deepEqual(
    names,
    linesOf(text)
      .slice(1)
      .map(line => line[2]),
  )
})
