import assert from "node:assert/strict"
import { test } from "node:test"
import { kernels } from "../../kernel/learn/native/kernels/index.ts"
import { skip } from "../native/library.ts"

// After the library is known: TensorFlow.js has the backend only where it is installed.
const { tf } = await import("../../kernel/learn/tf.ts")
const { aValues, bValues, ops, slopes } = await import("./native-ops-table.ts")

type Tensor = import("../../kernel/learn/tf.ts").Core.Tensor

/** Runs on the native backend; the one before is back at the end. */
async function natively<T>(run: () => T): Promise<T> {
  await tf.setBackend("tensorflow")
  try {
    return run()
  } finally {
    await tf.setBackend("cpu")
  }
}

const figuresOf = (results: Tensor | Tensor[]) =>
  [results].flat().map(result => ({ shape: result.shape, dtype: result.dtype, values: [...result.dataSync()] }))

for (const [name, op] of Object.entries({ ...ops, ...slopes })) {
  test(`${name}: one by one in TensorFlow as on the cpu backend`, { skip }, async () => {
    const run = () =>
      tf.tidy(() => figuresOf(op(tf.tensor(aValues, [3, 4]), tf.tensor(bValues, [4]))) as never) as ReturnType<
        typeof figuresOf
      >
    const expected = run()
    const found = await natively(run)
    for (const [i, { shape, dtype, values }] of expected.entries()) {
      assert.deepEqual([found[i]!.shape, found[i]!.dtype], [shape, dtype])
      for (const [j, value] of values.entries()) {
        const gap = Math.abs(found[i]!.values[j]! - value)
        assert.ok(
          gap <= 1e-4 * Math.max(1, Math.abs(value)) || Object.is(found[i]!.values[j], value),
          `${found[i]!.values[j]}, ${value}`,
        )
      }
    }
  })
}

test("every kernel that runs in TensorFlow is compared with the cpu backend's", () => {
  const seen = new Set<string>()
  const engine = tf.engine() as unknown as { runKernel(name: string, ...rest: unknown[]): unknown }
  const original = engine.runKernel
  engine.runKernel = (name, ...rest) => {
    seen.add(name)
    return original.call(engine, name, ...rest)
  }
  try {
    for (const op of Object.values({ ...ops, ...slopes }))
      tf.tidy(() => void op(tf.tensor(aValues, [3, 4]), tf.tensor(bValues, [4])))
  } finally {
    Reflect.deleteProperty(engine, "runKernel")
  }
  // TensorFlow.js composes these two of others, and calls them no more.
  const composed = ["LogSoftmax", "BroadcastTo"]
  assert.deepEqual(
    Object.keys(kernels).filter(name => !seen.has(name) && !composed.includes(name)),
    [],
  )
})

test("gradients and training by TensorFlow.js itself work on it", { skip }, async () => {
  const slope = () => {
    const f = (x: Tensor) => tf.sum(tf.mul(tf.tanh(tf.matMul(x as never, tf.transpose(x))), tf.sigmoid(tf.sum(x))))
    return tf.tidy(() =>
      tf
        .grad(f as never)(tf.tensor(aValues, [3, 4]))
        .dataSync(),
    )
  }
  const pictures = () => {
    const filter = tf.reshape(tf.tensor(aValues, [3, 4]), [2, 2, 3, 1]) as Tensor & { rankType: 4 }
    const f = (x: Tensor) => {
      const around = tf.depthwiseConv2d(x as never, filter as never, 1, "same")
      const pooled = tf.avgPool(tf.maxPool(around, 2, 1, "valid"), 2, 2, "valid")
      return tf.sum(tf.square(tf.conv2d(pooled, filter as never, 1, "same")))
    }
    return tf.tidy(() =>
      tf
        .grad(f as never)(tf.linspace(-1, 1, 75).reshape([1, 5, 5, 3]))
        .dataSync(),
    )
  }
  for (const run of [slope, pictures]) {
    const expected = run()
    const found = await natively(run)
    for (const [i, value] of expected.entries()) assert.ok(Math.abs(value - found[i]!) < 1e-4, `${value}, ${found[i]}`)
  }
  await tf.setBackend("tensorflow")
  try {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [8, 8, 1], activation: "relu" }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.flatten(),
        tf.layers.dropout({ rate: 0.1 }),
        tf.layers.dense({ units: 1 }),
      ],
    })
    model.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError" })
    const xs = tf.randomNormal([64, 8, 8, 1], 0, 1, "float32", 1)
    const ys = tf.mean(xs, [1, 2])
    const { history } = await model.fit(xs, ys, { epochs: 15, batchSize: 16, verbose: 0, shuffle: false })
    assert.ok(Number(history.loss!.at(-1)) < Number(history.loss![0]) / 2, history.loss!.join(" "))
  } finally {
    await tf.setBackend("cpu")
  }
})

test("tensors move between the backends, and what is disposed of is gone", { skip }, async () => {
  const here = tf.tensor(aValues, [3, 4])
  const sum = await natively(() => tf.add(here, 1))
  assert.ok(Math.abs(tf.sub(sum, here).dataSync()[5]! - 1) < 1e-6, "back on the cpu")
  await tf.setBackend("tensorflow")
  const ids = tf.engine().backend.numDataIds()
  for (let i = 0; i < 50; i++)
    tf.tidy(() => void tf.softmax(tf.matMul(tf.ones([20, 20]), tf.ones([20, 20]))).dataSync())
  assert.equal(tf.engine().backend.numDataIds(), ids)
  const before = process.memoryUsage.rss()
  for (let i = 0; i < 300; i++) tf.tidy(() => void tf.relu(tf.mul(tf.fill([500, 500], 2), 3)).dataSync())
  assert.ok((process.memoryUsage.rss() - before) / 1e6 < 200, "300 times 2 MB would be 600")
  await tf.setBackend("cpu")
})
