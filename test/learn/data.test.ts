import assert from "node:assert/strict"
import { test } from "node:test"
import { kindOf } from "../../kernel/contracts/brand.ts"
import { datasetFrom, displaySymbol } from "../../kernel/learn/index.ts"
import { cell, lastOf } from "./cell.ts"
import { digits } from "./digits.ts"
import { flowers, flowersPayload } from "./flowers.ts"
import { figures } from "./sklearn.ts"

const countsOf = (labels: ArrayLike<number>) =>
  Array.from({ length: 10 }, (_, c) => Array.from(labels).filter(l => l === c).length)

test("nothing is loaded before a dataset is awaited, and then only once", async () => {
  let loads = 0
  const builder = datasetFrom(async () => {
    loads += 1
    return flowersPayload()
  }).encode("one-hot")
  assert.equal(loads, 0)
  const [first, second] = [await builder, await builder]
  assert.equal(loads, 1)
  assert.equal(first, second)
})

test("the digits cell of the example gives a branded dataset with the header's split", async () => {
  using run = cell("data", { test: 0.2, seed: 7 }, "digits")
  const data = await digits().dropDuplicates().scale("min-max").split({ stratify: "label" })
  assert.equal(kindOf(data), "dataset")
  assert.deepEqual(data.shape, [8, 8, 1])
  assert.deepEqual(data.classes, [..."0123456789"])
  assert.equal(data.train.size + data.test.size, 1797)
  assert.equal(data.test.size, 359)
  assert.equal(data.train.xs.length, data.train.size * 64)
  assert.equal(Math.max(...data.train.xs.subarray(0, 6400)), 1)
  data.preview(25)
  const svg = String(lastOf(run.outputs, "image/svg+xml"))
  assert.equal(svg.match(/<image /g)?.length, 25)
  assert.match(String(lastOf(run.outputs, "text/plain")), /25 images 8×8×1 of digits/)
})

test("a stratified split takes every class's share to within one row, the same rows for the same seed", async () => {
  const split = (seed: number) => digits().split({ test: 0.2, stratify: "label", seed })
  const [first, again, other] = [await split(7), await split(7), await split(8)]
  const all = countsOf([...first.train.ys, ...first.test.ys])
  countsOf(first.test.ys).forEach((count, digit) => {
    assert.ok(Math.abs(count - all[digit]! * 0.2) < 1, `class ${digit}: ${count} of ${all[digit]}`)
  })
  assert.deepEqual(first.test.indices, again.test.indices)
  assert.notDeepEqual(first.test.indices, other.test.indices)
  assert.equal(first.fingerprint, again.fingerprint)
  assert.notEqual(first.fingerprint, other.fingerprint)
  assert.equal(new Set([...first.train.indices, ...first.test.indices]).size, 1797)
})

test("validation and test are shares of all rows and do not overlap", async () => {
  const data = await digits().split({ test: 0.2, validation: 0.1, stratify: true, seed: 1 })
  assert.deepEqual([data.train.size, data.validation?.size, data.test.size], [1258, 180, 359])
  const rows = data.splits.flatMap(split => [...split.indices])
  assert.equal(new Set(rows).size, 1797)
})

test("a header and a call that disagree are an error that names both", async () => {
  using _run = cell("data", { test: 0.3 })
  await assert.rejects(async () => await digits().split({ test: 0.2 }), {
    code: "HEADER_INVALID",
    message: "The header says --test 0.3, the call says test: 0.2.",
  })
  assert.equal((await digits().split({ test: 0.3 })).test.size, 539)
})

test("scaling is fitted on the training split alone, wherever it stands in the chain", async () => {
  const spoil = { test: 0.5, seed: 2 }
  const plain = await flowers().encode("one-hot").split(spoil)
  const training = plain.train.indices
  const outlier = plain.test.indices[0]!
  const spoiled = flowers("species", columns => {
    columns[0]!.values[outlier] = 1e6
  })
  const before = await spoiled.scale("min-max").encode("one-hot").split(spoil)
  const after = await spoiled.split(spoil).encode("one-hot").scale("min-max")
  assert.deepEqual(before.train.indices, training)
  assert.deepEqual(before.train.xs, after.train.xs)
  const state = before.steps.find(({ step, column }) => step === "scale min-max" && column === "width")!.state
  assert.ok(Number(state.factor) > 1e-3, "the outlier of the test split did not stretch the range")
  assert.ok(before.test.xs.some(value => value > 1000))
})

test(`scaled values agree with those of ${figures.madeBy}`, async () => {
  const { values, scaled } = figures.scaling
  for (const [method, wanted] of Object.entries(scaled)) {
    const data = await datasetFrom(async () => ({
      ...flowersPayload(),
      target: "y",
      splits: {
        all: {
          rows: values.length,
          columns: [
            { name: "x", kind: "number" as const, shape: [], values: Float32Array.from(values) },
            { name: "y", kind: "number" as const, shape: [], values: new Float32Array(values.length) },
          ],
        },
      },
    }))
      .scale(method as "min-max")
      .split({ test: 1e-9 })
    assert.equal(data.train.size, values.length)
    data.train.xs.forEach((value, i) => {
      assert.ok(Math.abs(value - wanted[i]!) < 1e-6, `${method}: ${value} and ${wanted[i]}`)
    })
  }
})

test("one-hot encoding gives a column a number for each category, ordinal its index", async () => {
  const oneHot = await flowers().encode("one-hot").split({ test: 0.2, seed: 1 })
  assert.deepEqual(oneHot.shape, [1 + 3 + 2 + 1])
  assert.equal((await flowers().encode("ordinal")).shape[0], 4)
  await assert.rejects(async () => await flowers(), { code: "DATA_INVALID", message: /"soil" holds texts/ })
})

test("rows that are duplicates, missing or filtered are left out", async () => {
  const twice = flowers("species", columns => {
    for (const { values } of columns) values[1] = values[4] = values[0]!
  })
  assert.equal(
    (await twice.encode("ordinal").dropDuplicates()).splits.reduce((n, s) => n + s.size, 0),
    88,
  )
  const missing = flowers("species", columns => {
    columns[0]!.values[5] = Number.NaN
    columns[1]!.values[6] = ""
  }).encode("ordinal")
  assert.equal(
    (await missing.dropMissing()).splits.reduce((n, s) => n + s.size, 0),
    88,
  )
  const roses = await flowers()
    .encode("ordinal")
    .filter(row => row.species === "rose")
    .take(20)
  assert.deepEqual(
    roses.splits.map(split => split.size),
    [16, 4],
  )
})

test("a value that is not a number is named by row and column", async () => {
  const data = await flowers("species", columns => {
    columns[0]!.values[5] = Number.NaN
  })
    .encode("ordinal")
    .split({ test: 1e-9 })
  assert.throws(() => data.train.xs, { code: "DATA_INVALID", message: /Row 5 .* column "width"/ })
  const filled = await flowers("species", columns => {
    columns[0]!.values[5] = Number.NaN
  })
    .encode("ordinal")
    .fillMissing("median")
    .split({ test: 1e-9 })
  assert.ok(filled.train.xs.every(Number.isFinite))
})

test("a class that does not exist is named by row and column", async () => {
  const data = await flowers("species", columns => {
    columns[3]!.values[7] = 3
  }).encode("ordinal")
  assert.throws(() => [data.train.ys, data.test.ys], {
    code: "DATA_INVALID",
    message: /Row 7 has 3 in column "species"/,
  })
})

test("a source's own test split is kept; only validation is taken from its training rows", async () => {
  const { all } = flowersPayload().splits as { all: { rows: number; columns: [] } }
  const source = () =>
    datasetFrom(async () => ({ ...flowersPayload(), splits: { train: all, test: all } })).encode("ordinal")
  const kept = await source()
  assert.deepEqual(
    kept.splits.map(split => [split.name, split.size]),
    [
      ["train", 90],
      ["test", 90],
    ],
  )
  assert.deepEqual(
    (await source().split({ validation: 0.1 })).splits.map(split => split.size),
    [81, 9, 90],
  )
  await assert.rejects(async () => await source().split({ test: 0.1 }), { code: "DATA_INVALID" })
})

test("batches cover a split once, in an order that the seed decides", async () => {
  const { train } = await digits().split({ seed: 1 })
  const labels = (seed: number) => [...train.batches({ batch: 100, shuffle: true, seed })].flatMap(({ ys }) => [...ys])
  assert.deepEqual(labels(1), labels(1))
  assert.notDeepEqual(labels(1), labels(2))
  assert.deepEqual(labels(1).sort(), [...train.ys].sort())
  const sizes = [...train.batches({ batch: 1000 })].map(({ size, xs }) => [size, xs.length])
  assert.deepEqual(sizes, [
    [1000, 64000],
    [438, 438 * 64],
  ])
})

test("a dataset, a preview of a table and a profile say in text what they are", async () => {
  const data = await flowers().scale("standard").encode("one-hot").split({ seed: 1 })
  assert.match(
    String(data[displaySymbol]()["text/plain"]),
    /90 rows: train 72, test 18[\s\S]*3 classes: iris lily rose/,
  )
  assert.match(String(data.preview(3)), /width.*soil.*season.*species/)
  const profile = String(data.profile())
  assert.match(profile, /width +number +72 +0 +\d+/)
  assert.match(profile, /width prepared +number/)
})

test("splits whose bytes came as buffers are joined as bytes, without a word from Node", async () => {
  const words: string[] = []
  const { emitWarning } = process
  process.emitWarning = (word: string | Error) => void words.push(String(word))
  const split = (rows: number, first: number) => ({
    rows,
    columns: [
      {
        name: "x",
        kind: "number" as const,
        shape: [],
        values: Buffer.from(Array.from({ length: rows }, (_, i) => first + i)),
      },
      { name: "y", kind: "number" as const, shape: [], values: Float32Array.from({ length: rows }, (_, i) => i) },
    ],
  })
  const payload = {
    id: "bytes",
    title: "Bytes",
    target: "y",
    citation: "",
    licence: "",
    splits: { train: split(3, 1), test: split(2, 8) },
  }
  const data = await datasetFrom(async () => payload).split()
  process.emitWarning = emitWarning
  assert.deepEqual(
    [[...data.train.xs], [...data.test.xs]],
    [
      [1, 2, 3],
      [8, 9],
    ],
  )
  assert.deepEqual(words, [])
})
