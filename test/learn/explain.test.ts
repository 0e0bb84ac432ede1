import assert from "node:assert/strict"
import { test } from "node:test"
import type { DatasetPayload } from "../../kernel/contracts/dataset.ts"
import { mimeTypes } from "../../kernel/contracts/mimetypes.ts"
import { type Dataset, datasetFrom, explain, fit, type Trained, tf } from "../../kernel/learn/index.ts"
import { randomFrom } from "../../kernel/learn/random.ts"
import { cell } from "./cell.ts"
import { digits } from "./digits.ts"
import { cnn, mlp } from "./network.ts"
import { ask, without } from "./oracle.ts"

/** Four numbers; the class hangs on the first most, on the second a little, not at all on the others. */
function numbersPayload(target: "kind" | "height"): DatasetPayload {
  const random = randomFrom(9)
  const rows = 240
  const columns = ["a", "b", "c", "d"].map(name => ({
    name,
    kind: "number" as const,
    shape: [],
    values: Float64Array.from({ length: rows }, () => 4 * random() - 2),
  }))
  const [a, b, c] = columns.map(({ values }) => values)
  const height = Float64Array.from({ length: rows }, (_, i) => 3 * a![i]! - b![i]! + a![i]! * c![i]!)
  const kind = Int32Array.from(
    { length: rows },
    (_, i) => (3 * a![i]! + b![i]! > 0 ? 1 : 0) + (3 * a![i]! + b![i]! > 3 ? 1 : 0),
  )
  const all = {
    kind: { name: "kind", kind: "class" as const, shape: [], values: kind, classes: ["low", "middle", "high"] },
    height: { name: "height", kind: "number" as const, shape: [], values: height },
  }
  const splits = { all: { rows, columns: [...columns, all[target]] } }
  return { id: "numbers", title: "Numbers", target, citation: "", licence: "", splits }
}

const table = (target: "kind" | "height" = "kind") =>
  datasetFrom(async () => numbersPayload(target))
    .scale("standard")
    .split({ seed: 1 })

async function trainedTable(target: "kind" | "height" = "kind"): Promise<{ data: Dataset; trained: Trained }> {
  const data = await table(target)
  using _run = cell("model", { seed: 1 })
  const model = mlp(data, 12)
  return { data, trained: await fit(model, data, { epochs: 40, optimizer: tf.train.adam(0.02) }) }
}

async function trainedDigits() {
  const data = await digits().take(500).scale("min-max").split({ test: 0.2, stratify: "label", seed: 7 })
  using _run = cell("model", { seed: 1 })
  const model = cnn(data)
  return { data, trained: await fit(model, data, { epochs: 12, optimizer: tf.train.adam(5e-3) }) }
}

const rowAt = (data: Dataset, i: number) => {
  const { kind: _kind, height: _height, ...row } = data.test.rows({ offset: i, limit: 1 })[0]!
  return row
}

test("integrated gradients add up to the output less the baseline's: tables, pictures, every class", async () => {
  const { data, trained } = await trainedTable()
  for (const target of data.classes) {
    const { sum, output, base } = await explain.integratedGradients(trained, rowAt(data, 3), { target, steps: 300 })
    assert.ok(Math.abs(sum - (output - base)) < 2e-3, `${target}: ${sum} and ${output - base}`)
  }
  const pictures = await trainedDigits()
  const picture = pictures.data.test.raw().subarray(0, 64)
  const whole = await explain.integratedGradients(pictures.trained, picture, { steps: 300 })
  assert.ok(Math.abs(whole.sum - (whole.output - whole.base)) < 5e-3 && whole.output - whole.base > 0.3)
  const other = pictures.data.test.raw().subarray(64, 128)
  const against = await explain.integratedGradients(pictures.trained, picture, { steps: 300, baseline: other })
  assert.ok(Math.abs(against.sum - (against.output - against.base)) < 5e-3)
  assert.notEqual(against.base, whole.base)
  assert.equal(whole.pixels!.length, 64)
  assert.ok(Math.abs(whole.pixels!.reduce((a, b) => a + b) - whole.sum) < 1e-5)
  assert.match(String(whole.bundle["image/svg+xml"]), /^<svg/)
})

test("saliency is the size of the gradient, as finite differences find it", async () => {
  const { data, trained } = await trainedTable("height")
  const row = rowAt(data, 0)
  const { features } = explain.saliency(trained, row)
  for (const { name, value } of features) {
    const step = 1e-3
    const [up, down] = await trained.predict([
      { ...row, [name]: Number(row[name]) + step },
      { ...row, [name]: Number(row[name]) - step },
    ])
    const slope = Math.abs(((up!.value - down!.value) / (2 * step)) * scaleOf(data, name))
    assert.ok(Math.abs(slope - value) < 0.02 * Math.max(1, slope), `${name}: ${value}, by differences ${slope}`)
  }
})

/** How much of a raw unit one prepared unit is. */
function scaleOf(data: Dataset, name: string): number {
  const { columns, run } = data.preprocessing
  const at = columns.findIndex(column => column.name === name)
  const [zero, one] = [new Float32Array(columns.length), new Float32Array(columns.length)]
  one[at] = 1
  return 1 / (run(one, 1)[at]! - run(zero, 1)[at]!)
}

test("Shapley values add up to the output less the background's mean, and are those of all orders", async () => {
  const { data, trained } = await trainedTable("height")
  const row = rowAt(data, 5)
  const background = data.train.rows({ limit: 8 }).map(({ height: _, ...rest }) => rest)
  const found = await explain.shap(trained, row, background, { samples: 800, seed: 3 })
  assert.ok(Math.abs(found.sum - (found.output - found.base)) < 1e-4)
  const mean = (await trained.predict(background)).reduce((sum, { value }) => sum + value, 0) / 8
  assert.ok(Math.abs(found.base - mean) < 1e-4)
  const exact = await exactShapley(trained, row, background)
  for (const { name, value, error } of found.features) {
    assert.ok(
      Math.abs(value - exact[name]!) < 4 * error! + 1e-4,
      `${name}: ${value} ± ${error}, exactly ${exact[name]}`,
    )
  }
  const again = await explain.shap(trained, row, background, { samples: 800, seed: 3 })
  assert.deepEqual(again.features, found.features)
})

/** By the definition: over all sets of the other features. */
async function exactShapley(
  trained: Trained,
  row: Record<string, unknown>,
  background: readonly Record<string, unknown>[],
) {
  const names = Object.keys(row)
  const sets = Array.from({ length: 2 ** names.length }, (_, bits) => names.filter((_, i) => (bits >> i) & 1))
  const worth = new Map<string, number>()
  for (const set of sets) {
    const mixed = background.map(other => ({ ...other, ...Object.fromEntries(set.map(name => [name, row[name]])) }))
    const predictions = await trained.predict(mixed as Parameters<Trained["predict"]>[0] & object[])
    const values = predictions as unknown as { value: number }[]
    worth.set(set.join(), values.reduce((sum, { value }) => sum + value, 0) / values.length)
  }
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))
  const total = names.length
  return Object.fromEntries(
    names.map(name => {
      const value = sets
        .filter(set => !set.includes(name))
        .reduce((sum, set) => {
          const weight = (factorial(set.length) * factorial(total - set.length - 1)) / factorial(total)
          const joined = names.filter(other => other === name || set.includes(other)).join()
          return sum + weight * (worth.get(joined)! - worth.get(set.join())!)
        }, 0)
      return [name, value]
    }),
  )
}

test("Shapley values of a picture are of its patches and add up too", async () => {
  const { data, trained } = await trainedDigits()
  const picture = data.test.raw().subarray(0, 64)
  const found = await explain.shap(trained, picture, data.train, { samples: 40, patch: 2 })
  assert.equal(found.features.length, 16)
  assert.ok(Math.abs(found.sum - (found.output - found.base)) < 1e-4)
  assert.ok(Math.abs(found.pixels!.reduce((a, b) => a + b) - found.sum) < 1e-4)
})

test("permutation importance is scikit-learn's for the same network, within the noise of shuffling", {
  skip: without("sklearn", "sklearn"),
}, async () => {
  const { data, trained } = await trainedTable()
  const repeats = 400
  using run = cell("eval")
  const ours = await explain.permutation(trained, data.test, { repeats })
  assert.ok(mimeTypes.vegaLite6 in run.outputs.at(-1)!.bundle)
  assert.deepEqual(ours.features.map(({ name }) => name).slice(0, 2), ["a", "b"])
  const [hiddenKernel, hiddenBias, outputKernel, outputBias] = trained.model
    .getWeights()
    .map(weight => weight.arraySync())
  const names = ["a", "b", "c", "d"]
  const theirs = ask("sklearn", "importance_oracle.py", {
    rows: data.test.rows({ limit: data.test.size }).map(row => names.map(name => row[name])),
    labels: [...data.test.ys],
    repeats,
    mean: names.map((name, i) => -data.preprocessing.run(new Float32Array(4), 1)[i]! * scaleOf(data, name)),
    scale: names.map(name => scaleOf(data, name)),
    layers: [
      { kernel: hiddenKernel, bias: hiddenBias },
      { kernel: outputKernel, bias: outputBias },
    ],
  }) as { mean: number[]; deviation: number[] }
  for (const [i, name] of names.entries()) {
    const { mean, deviation } = ours.features.find(feature => feature.name === name)!
    const noise = 4 * Math.sqrt((deviation ** 2 + theirs.deviation[i]! ** 2) / repeats) + 1e-9
    assert.ok(Math.abs(mean - theirs.mean[i]!) < noise, `${name}: ${mean}, scikit-learn ${theirs.mean[i]} ± ${noise}`)
    assert.ok(Math.abs(deviation - theirs.deviation[i]!) < 0.2 * theirs.deviation[i]! + 1e-9)
  }
})

test("occlusion finds the only part of a picture that a model looks at", async () => {
  const data = await digits().take(60).scale("min-max").split({ test: 0.2, seed: 7 })
  const model = tf.sequential({
    layers: [tf.layers.flatten({ inputShape: [8, 8, 1] }), tf.layers.dense({ units: 10, activation: "softmax" })],
  })
  const trained = await fit(model, data, { epochs: 1 })
  const kernel = new Float32Array(64 * 10)
  const [seen, wanted] = [8 * 5 + 2, 4]
  kernel[seen * 10 + wanted] = 5
  model.setWeights([tf.tensor2d(kernel, [64, 10]), tf.zeros([10])])
  const picture = new Float32Array(64).fill(16)
  const { pixels, label } = await explain.occlusion(trained, picture, { patch: 2, stride: 1 })
  assert.equal(label, data.classes[wanted])
  const strongest = pixels!.indexOf(Math.max(...pixels!))
  assert.equal(strongest, seen)
  pixels!.forEach((value, i) => {
    const near = Math.abs(Math.floor(i / 8) - 5) <= 1 && Math.abs((i % 8) - 2) <= 1
    assert.equal(value > 1e-6, near, `pixel ${i}`)
  })
  const { trained: other, data: rows } = await trainedTable()
  const { features } = await explain.occlusion(other, rowAt(rows, 0))
  assert.equal(features.length, 4)
})

test("what cannot be explained is refused", async () => {
  const { data, trained } = await trainedTable()
  const row = rowAt(data, 0)
  assert.throws(() => explain.saliency(trained, row, { target: "huge" }), {
    code: "DATA_INVALID",
    message: /"huge" is no class/,
  })
  assert.throws(() => explain.saliency(trained, [row, row]), { code: "DATA_INVALID", message: /2 examples/ })
  await assert.rejects(explain.integratedGradients(trained, row, { steps: 0 }), { code: "DATA_INVALID" })
  await assert.rejects(explain.shap(trained, row, data.train, { samples: 1 }), { code: "DATA_INVALID" })
  await assert.rejects(explain.permutation(trained, data.test, { figure: "mae" }), {
    code: "DATA_INVALID",
    message: /no figure "mae"/,
  })
  await assert.rejects(explain.permutation(trained, data.test, { repeats: 0 }), { code: "DATA_INVALID" })
})
