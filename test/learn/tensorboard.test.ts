import assert from "node:assert/strict"
import { mkdtempSync, readdirSync, readFileSync } from "node:fs"
import { rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { fit, tensorboard, tf } from "../../kernel/learn/index.ts"
import { png } from "../../kernel/learn/show/png.ts"
import { crc32c, maskedCrc32c, record } from "../../kernel/learn/track/tensorboard/crc32c.ts"
import { cell } from "./cell.ts"
import { digits } from "./digits.ts"
import { cnn } from "./network.ts"
import { ask, without } from "./oracle.ts"

function temporary() {
  const folder = mkdtempSync(path.join(tmpdir(), "kaon-tensorboard-"))
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

interface Contents {
  scalars: Record<string, [number, number][]>
  histograms: Record<
    string,
    { step: number; min: number; max: number; num: number; sum: number; limits: number[]; counts: number[] }[]
  >
  images: Record<string, [number, number, number, string][]>
  graph: [string, string, string[], number[]][]
  hparams: Record<string, unknown>
  status: number | null
}

test("checksums are those of RFC 3720, and a record is framed by masked ones", () => {
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa)
  assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43)
  assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e)
  assert.equal(crc32c(Buffer.from("123456789")), 0xe3069283)
  const framed = record(Buffer.from("abc"))
  assert.equal(framed.length, 19)
  assert.equal(new DataView(framed.buffer).getUint32(15, true), maskedCrc32c(Buffer.from("abc")))
})

const missing = without("tracking", "tensorboard")

test("TensorBoard reads a training: figures, histograms, a picture, the graph and the parameters", {
  skip: missing,
}, async () => {
  await using place = temporary()
  const data = await digits().take(200).scale("min-max").split({ test: 0.2, seed: 7 })
  const model = cnn(data)
  const board = tensorboard(place.folder, { batches: 2, histograms: 2 })
  const picture = { height: 8, width: 8, channels: 1, values: data.train.xs.subarray(0, 64), range: [0, 1] as const }
  const { history } = await fit(model, data, {
    epochs: 4,
    optimizer: tf.train.rmsprop(0.002),
    observers: [board],
    onEpoch: ({ epoch }) => board.image("first digit", picture, epoch),
  })
  const [train, validation] = ask("tracking", "tensorboard_oracle.py", [
    path.join(place.folder, "train"),
    path.join(place.folder, "validation"),
  ]) as [Contents, Contents]
  const near = (read: [number, number][], wanted: number[]) => {
    assert.deepEqual(
      read.map(([step]) => step),
      wanted.map((_, i) => i + 1),
    )
    for (const [i, [, value]] of read.entries()) assert.ok(Math.abs(value - wanted[i]!) < 1e-6)
  }
  near(
    train.scalars.epoch_loss!,
    history.map(({ loss }) => loss),
  )
  near(
    train.scalars.epoch_accuracy!,
    history.map(({ accuracy }) => accuracy!),
  )
  near(
    validation.scalars.epoch_loss!,
    history.map(({ valLoss }) => valLoss!),
  )
  near(
    validation.scalars.epoch_accuracy!,
    history.map(({ valAccuracy }) => valAccuracy!),
  )
  const batches = Math.ceil((data.train.size * 0.9) / 32) * 4
  assert.equal(train.scalars.batch_loss!.length, Math.floor(batches / 2))

  const weights = model.weights.map(weight => ({
    name: weight.originalName,
    values: Float32Array.from(weight.read().dataSync()),
  }))
  for (const { name, values } of weights) {
    const [, last] = train.histograms[name]!
    assert.deepEqual([last!.step, last!.num], [4, values.length])
    assert.ok(Math.abs(last!.min - values.reduce((a, b) => Math.min(a, b))) < 1e-6)
    assert.equal(
      last!.counts.reduce((a, b) => a + b),
      values.length,
    )
    assert.ok(last!.limits.every((limit, i) => i === 0 || limit > last!.limits[i - 1]!))
  }
  assert.deepEqual(train.images["first digit"]!.map(([step, width, height]) => [step, width, height]).at(-1), [4, 8, 8])
  assert.equal(train.images["first digit"]![0]![3], Buffer.from(png(picture)).toString("hex"))

  assert.deepEqual(
    train.graph.map(([name]) => name),
    model.layers.map(({ name }) => name),
  )
  assert.deepEqual(
    train.graph.map(([, , inputs]) => inputs.length),
    [0, 1, 1, 1, 1, 1],
  )
  assert.deepEqual(train.graph.at(-1)![3], [-1, 10])
  assert.equal(train.hparams.batchSize, 32)
  assert.equal(train.hparams.optimizer, "RMSProp")
  assert.equal(train.hparams.shuffle, true)
  assert.equal(train.status, 1)
})

test("a functional graph keeps its joins; values of every size and an odd histogram are read", {
  skip: missing,
}, async () => {
  await using place = temporary()
  const input = tf.input({ shape: [8, 8, 1], name: "picture" })
  const flat = tf.layers.flatten({ name: "flat" }).apply(input) as ReturnType<typeof tf.input>
  const [a, b] = ["a", "b"].map(name => tf.layers.dense({ units: 10, name }).apply(flat) as typeof flat)
  const joined = tf.layers.add({ name: "sum" }).apply([a!, b!]) as typeof flat
  const output = tf.layers.softmax({ name: "classes" }).apply(joined) as typeof flat
  const data = await digits().take(100).scale("min-max").split({ test: 0.2, seed: 7 })
  const board = tensorboard(place.folder)
  board.scalar("odd", 1e-30, 3)
  board.scalar("odd", -1e30, 2 ** 40)
  board.histogram("same", [2, 2, 2], 1)
  board.histogram("none", [Number.NaN], 1)
  await fit(tf.model({ inputs: input, outputs: output }), data, { epochs: 1, observers: [board] })
  const [train] = ask("tracking", "tensorboard_oracle.py", [path.join(place.folder, "train")]) as [Contents]
  assert.deepEqual(train.graph.find(([name]) => name === "sum")![2], ["a", "b"])
  assert.deepEqual(train.graph.find(([name]) => name === "a")![2], ["flat"])
  assert.deepEqual(
    train.scalars.odd!.map(([step]) => step),
    [3, 2 ** 40],
  )
  assert.ok(Math.abs(train.scalars.odd![0]![1] - 1e-30) < 1e-36)
  assert.deepEqual([train.histograms.same![0]!.counts, train.histograms.none![0]!.num], [[3], 0])
})

test("without a folder a training goes below .kaon of the notebook; one that fails says so", async () => {
  await using place = temporary()
  using run = cell("train", {}, "my cnn")
  Object.assign(run.context, { directory: place.folder })
  const data = await digits().take(100).scale("min-max").split({ test: 0.2, seed: 7 })
  const board = tensorboard()
  const stop = new Error("stop")
  const failing = { epoch: () => Promise.reject(stop) }
  await assert.rejects(fit(cnn(data), data, { epochs: 2, observers: [board, failing] }), stop)
  const home = path.join(place.folder, ".kaon", "tensorboard", "my-cnn")
  assert.equal(board.folder, path.join(home, readdirSync(home)[0]!))
  const [file] = readdirSync(path.join(board.folder, "train"))
  assert.match(file!, /^events\.out\.tfevents\.\d{10}\./)
  assert.ok(readFileSync(path.join(board.folder, "train", file!)).includes("_hparams_/session_end_info"))
})
