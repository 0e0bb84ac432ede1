import assert from "node:assert/strict"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { models } from "../../kernel/learn/models/index.ts"
import { readSafetensors } from "../../kernel/learn/models/safetensors/read.ts"
import { writeSafetensors } from "../../kernel/learn/models/safetensors/write.ts"
import { tf } from "../../kernel/learn/tf.ts"
import { casesIn, distance, fixtures, predicted } from "./fixtures.ts"

const { layers } = tf
const folder = path.join(fixtures, "torch")
const cases = casesIn(folder)

const mlp = () =>
  tf.sequential({
    layers: [
      layers.dense({ name: "first", units: 4, activation: "relu", inputShape: [5] }),
      layers.dense({ name: "last", units: 3, activation: "softmax" }),
    ],
  })
const names = {
  "first/kernel": "0.weight",
  "first/bias": "0.bias",
  "last/kernel": "2.weight",
  "last/bias": "2.bias",
}

for (const [file, most] of [
  ["mlp.safetensors", 1e-6],
  ["mlp-bfloat16.safetensors", 1e-2],
  ["mlp-float16.safetensors", 1e-3],
] as const) {
  test(`${file} of PyTorch gives a model here PyTorch's predictions`, async () => {
    const model = mlp()
    const left = await models.assign(model, path.join(folder, file), { names, torch: true })
    assert.deepEqual(left, [])
    const said = cases.get("mlp")!
    assert.ok(distance(predicted(model, said), said.ys) < most)
  })
}

test("a convolutional network of PyTorch, batch norm and all, is rebuilt from its weights", async () => {
  const model = tf.sequential({
    layers: [
      layers.conv2d({ name: "a", filters: 3, kernelSize: 3, padding: "same", inputShape: [8, 8, 2] }),
      layers.batchNormalization({ name: "norm", epsilon: 1e-5 }),
      layers.reLU(),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ name: "b", filters: 4, kernelSize: 2 }),
      // PyTorch flattens with the channels first.
      layers.permute({ dims: [3, 1, 2] }),
      layers.flatten(),
      layers.dense({ name: "c", units: 2 }),
    ],
  })
  await models.assign(model, path.join(folder, "cnn.safetensors"), {
    torch: true,
    names: {
      "a/kernel": "0.weight",
      "a/bias": "0.bias",
      "norm/gamma": "1.weight",
      "norm/beta": "1.bias",
      "norm/moving_mean": "1.running_mean",
      "norm/moving_variance": "1.running_var",
      "b/kernel": "4.weight",
      "b/bias": "4.bias",
      "c/kernel": "6.weight",
      "c/bias": "6.bias",
    },
  })
  const { xs, ys, shape } = cases.get("cnn")!
  const outputs = tf.tidy(() => model.predict(tf.transpose(tf.tensor(xs, shape), [0, 2, 3, 1])))
  assert.ok(distance([...(outputs as ReturnType<typeof tf.tensor>).dataSync()], ys) < 1e-5)
})

test("what does not fit changes nothing, and says what is missing", async () => {
  const model = mlp()
  const before = model.getWeights().map(weight => [...weight.dataSync()])
  const file = path.join(folder, "mlp.safetensors")
  await assert.rejects(models.assign(model, file, { names, torch: false }), {
    code: "SHAPE_MISMATCH",
    message: /kernel.*"first" is \[5, 4\].*\[4, 5\]/,
  })
  await assert.rejects(models.assign(model, file), {
    code: "MODEL_INVALID",
    message: /"first\/kernel"/,
    fix: /0\.weight/,
  })
  assert.deepEqual(
    model.getWeights().map(weight => [...weight.dataSync()]),
    before,
  )
  const left = await models.assign(model, file, { names: { "first/bias": "0.bias" } })
  assert.deepEqual(left.toSorted(), ["0.weight", "2.bias", "2.weight"])
})

test("weights written here are read again; half precision loses what it has to", async () => {
  const home = await mkdtemp(path.join(tmpdir(), "kaon-safetensors-"))
  try {
    const model = mlp()
    for (const [precision, most] of [
      ["float32", 0],
      ["float16", 1e-3],
      ["bfloat16", 8e-3],
    ] as const) {
      const file = await models.save(model, path.join(home, `${precision}.safetensors`), { precision })
      const again = mlp()
      await models.assign(again, file)
      const [a, b] = [model, again].map(each => each.getWeights().flatMap(weight => [...weight.dataSync()]))
      assert.ok(distance(b!, a!) <= most, precision)
    }
  } finally {
    await rm(home, { recursive: true })
  }
})

test("a file that is cut short or lies is refused", async () => {
  const whole = writeSafetensors(new Map([["w", { shape: [2, 3], values: new Float32Array(6) }]]))
  assert.deepEqual(readSafetensors(whole, "it").get("w")!.shape, [2, 3])
  for (let length = 0; length < whole.length; length++)
    assert.throws(() => readSafetensors(whole.subarray(0, length), "it"), { code: "MODEL_INVALID" }, `${length} bytes`)
  const header = (entry: object, bytes = 24) => {
    const json = Buffer.from(JSON.stringify({ w: { dtype: "F32", shape: [2, 3], data_offsets: [0, 24], ...entry } }))
    const length = Buffer.alloc(8)
    length.writeBigUInt64LE(BigInt(json.length))
    return Buffer.concat([length, json, Buffer.alloc(bytes)])
  }
  readSafetensors(header({}), "it")
  for (const lie of [
    { shape: [2, 4] },
    { shape: [-2, -3] },
    { shape: [2 ** 31, 2 ** 31] },
    { shape: [1.5, 4] },
    { data_offsets: [0, 2 ** 52] },
    { data_offsets: [24, 0] },
    { data_offsets: [4, 28] },
    { dtype: "F99" },
  ])
    assert.throws(() => readSafetensors(header(lie), "it"), { code: "MODEL_INVALID" }, JSON.stringify(lie))
  assert.throws(() => readSafetensors(header({}, 28), "it"), { message: /belong to no tensor/ })
  const endless = Buffer.alloc(16)
  endless.writeBigUInt64LE(2n ** 63n)
  assert.throws(() => readSafetensors(endless, "it"), { code: "MODEL_INVALID" })
  const home = await mkdtemp(path.join(tmpdir(), "kaon-safetensors-"))
  await writeFile(path.join(home, "x.safetensors"), header({ shape: [6] }))
  assert.deepEqual((await models.tensors(path.join(home, "x.safetensors"))).get("w")!.shape, [6])
  await rm(home, { recursive: true })
})
