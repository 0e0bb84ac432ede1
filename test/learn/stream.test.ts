import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { trainingStream } from "../../kernel/learn/data/stream/training.ts"
import { execute } from "../../kernel/learn/data/tables/engine.ts"
import { type Dataset, data, evaluate, fit, type Row, tf } from "../../kernel/learn/index.ts"

async function scratch() {
  const path = await mkdtemp(join(tmpdir(), "kaon-stream-"))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

/** `rows` rows of an id, a number, a category with gaps and what follows from them. */
async function written(folder: string, rows: number): Promise<string> {
  const file = join(folder, "rows.csv")
  const lines = Array.from({ length: rows }, (_, i) => {
    const [a, kind] = [(i * 7919) % 1000, ["x", "y", ""][i % 3]!]
    return `${i},${a},${kind},${2 * a + (kind === "x" ? 500 : 0)},${a > 500 ? "high" : "low"}`
  })
  await writeFile(file, `id,a,kind,y,level\n${lines.join("\n")}\n`)
  return file
}

const load = (file: string, target = "y", sample = 500) =>
  data
    .csv(file)
    .predict(target, { sample, drop: [target === "y" ? "level" : "y"], keep: ["id"] })
    .fillMissing("none", { columns: ["kind"] })
    .scale("standard")
    .encode("one-hot")
    .split({ test: 0.2, validation: 0.2, seed: 3 })

/** The ids of an epoch, told from the scaled column that each row has to itself. */
async function order(dataset: Dataset, seed: number, epoch: number, pool?: number): Promise<number[]> {
  const seen: number[] = []
  const options = { batchSize: 64, seed, ...(pool !== undefined && { pool }) }
  for await (const { xs, size } of trainingStream(dataset, dataset.train, dataset.rest!, options).batches(epoch)) {
    for (let row = 0; row < size; row++) seen.push(xs[row * dataset.preprocessing.outputWidth]!)
  }
  return seen
}

const asIds = (file: string) =>
  data
    .csv(file)
    .predict("y", { sample: 400, drop: ["a", "kind", "level"] })
    .split({ test: 0.25, validation: 0.25, seed: 3 })

test("an epoch has every row that is not held back once, in another order for each epoch and seed, the same for the same", async () => {
  await using folder = await scratch()
  const file = await written(folder.path, 5000)
  const dataset = await asIds(file)
  const held = new Set([dataset.test, dataset.validation!].flatMap(split => [...split.xs]))
  assert.ok(dataset.train.size > 100 && dataset.train.size < 350)
  const first = await order(dataset, 1, 1, 1000)
  assert.equal(first.length, 5000 - held.size)
  assert.deepEqual(
    [...first, ...held].sort((a, b) => a - b),
    Array.from({ length: 5000 }, (_, i) => i),
  )
  assert.deepEqual(await order(await asIds(file), 1, 1, 1000), first)
  assert.notDeepEqual(await order(dataset, 1, 2, 1000), first)
  assert.notDeepEqual(await order(dataset, 2, 1, 1000), first)
  // Neighbours in the file are no neighbours here.
  const jumps = first.slice(1).map((id, i) => Math.abs(id - first[i]!))
  assert.ok(jumps.filter(jump => jump <= 1).length < 50)
  assert.deepEqual(
    (await order(dataset, 1, 1, 0))
      .slice(dataset.train.size, dataset.train.size + 500)
      .toSorted((a, b) => a - b)
      .at(0),
    Math.min(...(await order(dataset, 1, 1, 0)).slice(dataset.train.size)),
  )
})

test("rows that are equal are all in the sample or all outside of it: what is tested is never trained on", async () => {
  await using folder = await scratch()
  const file = join(folder.path, "twins.csv")
  await writeFile(file, `a,y\n${Array.from({ length: 4000 }, (_, i) => `${i % 400},${i % 400}`).join("\n")}\n`)
  const dataset = await data.csv(file).predict("y", { sample: 1000 }).split({ test: 0, seed: 1 })
  const inside = new Set(dataset.train.xs)
  const outside = (await order(dataset, 0, 1, 0)).slice(dataset.train.size)
  assert.ok(inside.size > 50 && outside.length > 2000)
  assert.ok(outside.every(a => !inside.has(a)))
})

test("a training on rows from a file prepares them by the sample's steps and learns what they say", async () => {
  await using folder = await scratch()
  const file = await written(folder.path, 20_000)
  const dataset = await load(file)
  const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: dataset.shape, units: 1 })] })
  const options = { epochs: 3, batchSize: 64, optimizer: tf.train.adam(3), seed: 5 }
  const trained = await fit(model, dataset, options)
  const report = await evaluate(trained, dataset.test)
  assert.ok(report.r2 > 0.99, `${report.r2}`)
  const again = await fit(model, dataset, options)
  assert.deepEqual(
    again.history.map(row => row.loss),
    trained.history.map(row => row.loss),
  )
})

test("weights go with their rows, through the pool and into the last batch, of rows in memory and of those that are read", async () => {
  await using folder = await scratch()
  const file = await written(folder.path, 5000)
  const dataset = await asIds(file)
  for (const pool of [0, 1000]) {
    const row = (found: Row) => Number(found.id) + 1
    const inMemory = Float32Array.from(dataset.train.xs, id => id + 1)
    const options = { batchSize: 64, seed: 1, pool, weights: { weighing: { classes: undefined, row }, inMemory } }
    const { batches } = trainingStream(dataset, dataset.train, dataset.rest!, options)
    let rows = 0
    for await (const { xs, weights, size } of batches(1)) {
      assert.deepEqual(
        [...weights!],
        Array.from(xs, id => id + 1),
      )
      rows += size
    }
    assert.ok(rows > 4500)
  }
})

test("what counts nothing is not learnt, whether a class says so or a row", async () => {
  await using folder = await scratch()
  const dataset = await load(await written(folder.path, 8000))
  const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: dataset.shape, units: 1 })] })
  const options = { epochs: 4, batchSize: 64, seed: 5 }
  // With "x", y is 500 more; where those rows count nothing, its category has nothing to say.
  const optimizer = tf.train.adam(3)
  const trained = await fit(model, dataset, {
    ...options,
    optimizer,
    sampleWeights: ({ kind }) => Number(kind !== "x"),
  })
  const [x] = await trained.predict([{ id: 1, a: 300, kind: "x" }])
  const [y] = await trained.predict([{ id: 1, a: 300, kind: "y" }])
  assert.ok(x!.value - y!.value < 250, `${x!.value} and ${y!.value}`)

  const classes = await load(await written(folder.path, 8000), "level")
  const network = tf.sequential({
    layers: [tf.layers.dense({ inputShape: classes.shape, units: 2, activation: "softmax" })],
  })
  const onlyHigh = { high: 1, low: 0 }
  const level = await fit(network, classes, { ...options, optimizer: tf.train.adam(0.05), classWeights: onlyHigh })
  assert.ok((await level.predict(classes.test)).every(({ label }) => label === "high"))
})

test("classes of texts come from the file as well, and fit takes their accuracy", async () => {
  await using folder = await scratch()
  const dataset = await load(await written(folder.path, 8000), "level")
  const model = tf.sequential({
    layers: [tf.layers.dense({ inputShape: dataset.shape, units: 2, activation: "softmax" })],
  })
  const trained = await fit(model, dataset, { epochs: 4, optimizer: tf.train.adam(0.05) })
  assert.ok(trained.history.at(-1)!.accuracy! > 0.95)
})

test("a changed row of the file is another dataset", async () => {
  await using folder = await scratch()
  const file = await written(folder.path, 3000)
  const before = (await asIds(file)).fingerprint
  assert.equal((await asIds(file)).fingerprint, before)
  const { readFile } = await import("node:fs/promises")
  await writeFile(file, (await readFile(file, "utf8")).replace("\n2999,", "\n29990,"))
  assert.notEqual((await asIds(file)).fingerprint, before)
})

test("what needs all rows at once is refused with what to do instead", async () => {
  await using folder = await scratch()
  const file = await written(folder.path, 3000)
  await assert.rejects(async () => await load(file).dropDuplicates(), { code: "DATA_INVALID", fix: /SQL/ })
  await assert.rejects(async () => await load(file, "y", 0), { code: "DATA_INVALID", message: /sample is 0/ })
  await assert.rejects(async () => await load(file).windows({ time: "id", past: 3, ahead: 1 }), {
    code: "DATA_INVALID",
    fix: /lag\(/,
  })
  const dataset = await load(file)
  const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: dataset.shape, units: 1 })] })
  const negative = () => -1
  await assert.rejects(fit(model, dataset, { sampleWeights: negative }), { code: "DATA_INVALID", message: /weight -1/ })
  const gone = await load(file)
  await rm(file)
  await assert.rejects(fit(model, gone, { epochs: 1 }), { code: "FILE_NOT_FOUND" })
})

test("a row that is no number where the sample has none such stops the training and says so", async () => {
  await using folder = await scratch()
  const file = join(folder.path, "gaps.csv")
  const lines = Array.from({ length: 3000 }, (_, i) => `${i === 2500 || i === 2501 ? "" : i},${i}`)
  await writeFile(file, `a,y\n${lines.join("\n")}\n`)
  const dataset = await data.csv(file).predict("y", { sample: 60 }).split({ test: 0.2 })
  const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: dataset.shape, units: 1 })] })
  await assert.rejects(fit(model, dataset, { epochs: 1, optimizer: tf.train.sgd(1e-9) }), {
    code: "DATA_INVALID",
    message: /not a number/,
  })
})

test("a table of 1 GB of numbers is trained on with a heap of 256 MB and 200 MB more than there were before", {
  timeout: 170_000,
}, async t => {
  await using folder = await scratch()
  const file = join(folder.path, "big.parquet")
  const [rows, columns] = [1_000_000, 128]
  const terms = Array.from(
    { length: columns },
    (_, i) => `((i * ${2 * i + 1} + (i >> ${i % 13})) % 251)::FLOAT AS x${i}`,
  )
  await execute(
    `COPY (SELECT *, (x0 * 3 - x1 * 2 + x2) / 251 AS y FROM (SELECT ${terms.join(", ")} FROM range(${rows}) AS r(i))) TO '${file}' (FORMAT parquet)`,
  )
  const program = fileURLToPath(new URL("stream-program.ts", import.meta.url))
  const env = { ...process.env, KAON_TENSORFLOW: "off" }
  const started = performance.now()
  const { stdout } = await promisify(execFile)(process.execPath, ["--max-old-space-size=256", program, file], { env })
  const said = JSON.parse(stdout) as { rows: number; batches: number; r2: number; maxRSS: number; before: number }
  const megabytes = Math.round(said.maxRSS / 1024)
  t.diagnostic(
    `${((performance.now() - started) / 1000).toFixed(1)} s, ${megabytes} MB at most (${Math.round(said.before / 1024)} MB before the training), file of ${Math.round((await stat(file)).size / 2 ** 20)} MB`,
  )
  assert.ok(said.rows > 0.99 * rows)
  assert.equal(said.batches, Math.ceil(said.rows / 1024))
  assert.ok(said.r2 > 0.9, `${said.r2}`)
  assert.ok(said.maxRSS - said.before < 200 * 1024, `${megabytes} MB`)
})
