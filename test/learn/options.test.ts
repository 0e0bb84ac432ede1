import assert from "node:assert/strict"
import { test } from "node:test"
import { crossValidate, type Dataset, type FitOptions, fit, tf } from "../../kernel/learn/index.ts"
import { randomFrom } from "../../kernel/learn/random.ts"
import { attacked } from "../../kernel/learn/train/adversary.ts"
import { clipped } from "../../kernel/learn/train/clip.ts"
import { eagerEngine } from "../../kernel/learn/train/eager.ts"
import { planOf } from "../../kernel/learn/train/plan.ts"
import { afterEpoch, freshPlateau, rateAt, type Schedule } from "../../kernel/learn/train/schedule.ts"
import { cell } from "./cell.ts"
import { digits } from "./digits.ts"
import { flowers } from "./flowers.ts"
import { mlp } from "./network.ts"

const small = async () => await digits().take(300).scale("min-max").split({ test: 0.2, stratify: "label", seed: 7 })

function seeded(data: Dataset, units = 16) {
  using _run = cell("model", { seed: 2 })
  return mlp(data, units)
}

const at = (schedule: Schedule, t: number) => rateAt(schedule, 1, t, 10, freshPlateau())

test("schedules follow their formulas", () => {
  assert.equal(at({ kind: "constant" }, 7), 1)
  assert.equal(at({ kind: "constant", warmup: 4 }, 1), 0.25)
  assert.equal(at({ kind: "constant", warmup: 4 }, 4), 1)
  assert.equal(at({ kind: "step", every: 3, factor: 0.5 }, 2.9), 1)
  assert.equal(at({ kind: "step", every: 3, factor: 0.5 }, 6), 0.25)
  assert.equal(at({ kind: "exponential", factor: 0.5 }, 2), 0.25)
  assert.equal(at({ kind: "cosine" }, 0), 1)
  assert.ok(Math.abs(at({ kind: "cosine" }, 5) - 0.5) < 1e-12)
  assert.ok(Math.abs(at({ kind: "cosine", floor: 0.1 }, 10) - 0.1) < 1e-12)
  assert.ok(Math.abs(at({ kind: "cosine", warmup: 2 }, 6) - 0.5) < 1e-12)
})

test("a plateau lowers the rate when patience is over, waits while it cools down, and keeps its floor", () => {
  const schedule: Schedule = { kind: "plateau", factor: 0.5, patience: 2, cooldown: 1, floor: 0.2 }
  const rates: number[] = []
  let plateau = freshPlateau()
  for (const loss of [1, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9]) {
    plateau = afterEpoch(schedule, plateau, loss, false)
    rates.push(rateAt(schedule, 1, 0, 10, plateau))
  }
  assert.deepEqual(rates, [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.2, 0.2])
  const up = afterEpoch(schedule, afterEpoch(schedule, freshPlateau(), 0.5, true), 0.6, true)
  assert.equal(up.best, 0.6)
})

test("a schedule changes the rate batch by batch, and the history tells the last one", async () => {
  const data = await small()
  const { history } = await fit(seeded(data), data, {
    epochs: 4,
    batchSize: 32,
    optimizer: tf.train.sgd(0.1),
    learningRate: { kind: "cosine" },
  })
  const batches = Math.ceil((data.train.size - Math.round(data.train.size * 0.1)) / 32)
  for (const [i, { learningRate }] of history.entries()) {
    const t = (i + (batches - 1) / batches) / 4
    assert.ok(Math.abs(learningRate - 0.05 * (1 + Math.cos(Math.PI * t))) < 1e-9)
  }
})

test("gradients are clipped by value, by the norm of each, and by the norm of all", () => {
  const [a, b] = [tf.tensor1d([3, 4]), tf.tensor1d([0.3, -12])]
  const of = (clip: Parameters<typeof clipped>[1]) =>
    Object.values(clipped({ a, b }, clip)).map(gradient =>
      [...gradient.dataSync()].map(value => Number(value.toFixed(5))),
    )
  assert.deepEqual(of({ value: 1 }), [
    [1, 1],
    [0.3, -1],
  ])
  assert.deepEqual(of({ norm: 1 })[0], [0.6, 0.8])
  assert.deepEqual(of({ globalNorm: Math.hypot(3, 4, 0.3, 12) + 0.001 }), [
    [3, 4],
    [0.3, -12],
  ])
  assert.deepEqual(of({ globalNorm: Math.hypot(3, 4, 0.3, 12) / 10 }), [
    [0.3, 0.4],
    [0.03, -1.2],
  ])
  assert.deepEqual(of({ norm: 100 }), [
    [3, 4],
    [0.3, -12],
  ])
})

test("a gradient that would throw the weights away is held by a clip", async () => {
  const data = await flowers("height").encode("one-hot").split({ seed: 1 })
  const wild: FitOptions = { epochs: 5, optimizer: tf.train.sgd(1e6), seed: 1 }
  await assert.rejects(fit(seeded(data), data, wild), { code: "LOSS_NOT_FINITE" })
  const held = await fit(seeded(data), data, { ...wild, clip: { globalNorm: 5e-8 } })
  assert.ok(held.history.at(-1)!.loss < held.history[0]!.loss)
})

const kernelSum = (model: ReturnType<typeof mlp>) =>
  model.getWeights().reduce((sum, weight) => (weight.rank > 1 ? sum + tf.sum(tf.abs(weight)).dataSync()[0]! : sum), 0)

test("penalties shrink kernels, mix with the layers' own, and count in the loss", async () => {
  const data = await small()
  const run = async (penalty?: FitOptions["penalty"]) => {
    const model = seeded(data)
    const { history } = await fit(model, data, { epochs: 4, ...(penalty && { penalty }) })
    return { size: kernelSum(model), loss: history[0]!.loss }
  }
  const [free, l1, l2, both] = [
    await run(),
    await run({ l1: 0.01 }),
    await run({ l2: 0.01 }),
    await run({ l1: 0.01, l2: 0.01 }),
  ]
  assert.ok(l1.size < free.size * 0.9 && l2.size < free.size && both.size < l1.size)
  assert.ok(l1.loss > free.loss && both.loss > l1.loss)
})

test("an example of weight 0 is not learnt from, and one of weight 2 counts as two", async () => {
  const data = await flowers("species").scale("standard").encode("one-hot").split({ seed: 1 })
  const same = { epochs: 3, validation: 0, shuffle: false, batchSize: 1000, optimizer: tf.train.sgd(0.1) }
  const [weighted, classed] = [seeded(data), seeded(data)]
  await fit(weighted, data, { ...same, sampleWeights: ({ species }) => (species === "rose" ? 0 : 2) })
  await fit(classed, data, { ...same, classWeights: { rose: 0, iris: 2, lily: 2 } })
  const [a, b] = [weighted, classed].map(model => model.getWeights().map(weight => [...weight.dataSync()]))
  assert.deepEqual(a, b)
  const roses = (await data.test.rows({ limit: data.test.size })).filter(row => row.species === "rose")
  const trained = await fit(seeded(data), data, {
    ...same,
    epochs: 80,
    sampleWeights: ({ species }) => (species === "rose" ? 0 : 1),
  })
  for (const { label } of await trained.predict(roses)) assert.notEqual(label, "rose")
  await assert.rejects(fit(weighted, data, { sampleWeights: () => Number.NaN }), {
    code: "DATA_INVALID",
    message: /weight NaN/,
  })
})

test("early stopping does not count changes below minDelta", async () => {
  const data = await small()
  const run = async (minDelta: number) =>
    (await fit(seeded(data), data, { epochs: 40, earlyStopping: { patience: 2, minDelta }, seed: 1 })).history.length
  assert.ok((await run(0.2)) < (await run(0)))
})

test("options that make no sense are refused before training", async () => {
  const data = await small()
  const wrong: [FitOptions, RegExp][] = [
    [{ clip: { norm: 0 } }, /clip.norm is 0/],
    [{ penalty: { l2: -1 } }, /penalty.l2 is -1/],
    [{ learningRate: { kind: "step", every: 0 } }, /learningRate.every is 0/],
    [{ learningRate: { kind: "exponential", factor: 1.5 } }, /learningRate.factor is 1.5/],
    [{ earlyStopping: { minDelta: Number.NaN } }, /minDelta is NaN/],
    [{ adversary: { method: "fgsm", epsilon: 0 } }, /epsilon above 0/],
    [{ adversary: { method: "pgd", epsilon: 0.1, share: 2 } }, /share in/],
  ]
  for (const [options, message] of wrong)
    await assert.rejects(fit(seeded(data), data, options), { code: "DATA_INVALID", message })
})

test("fgsm and pgd raise the loss within epsilon and range, pgd more; only a share is changed", async () => {
  const data = await small()
  const model = seeded(data, 32)
  await fit(model, data, { epochs: 20, optimizer: tf.train.adam(0.01) })
  const engine = eagerEngine(planOf(model, data, {}).step)
  const batch = data.test.batches({ batch: 40 }).next().value!
  const gradient = (examples: typeof batch) => engine.inputGradient!(examples)
  const plain = engine.test(batch).loss
  const attack = { epsilon: 0.1, range: [0, 1] } as const
  const fgsm = attacked(batch, { method: "fgsm", ...attack }, gradient, randomFrom(1))
  const pgd = attacked(batch, { method: "pgd", steps: 10, ...attack }, gradient, randomFrom(1))
  for (const { xs } of [fgsm, pgd]) {
    xs.forEach((value, i) => {
      assert.ok(Math.abs(value - batch.xs[i]!) <= 0.1 + 1e-6 && value >= 0 && value <= 1)
    })
  }
  assert.ok(engine.test(fgsm).loss > 2 * plain, `${engine.test(fgsm).loss} after ${plain}`)
  assert.ok(engine.test(pgd).loss > engine.test(fgsm).loss)
  const half = attacked(batch, { method: "fgsm", ...attack, share: 0.5 }, gradient, randomFrom(1))
  assert.deepEqual(half.xs.subarray(20 * 64), batch.xs.subarray(20 * 64))
  assert.notDeepEqual(half.xs.subarray(0, 64), batch.xs.subarray(0, 64))
})

test("a model that was trained against an adversary withstands it better", async () => {
  const data = await small()
  const attack = { method: "fgsm", epsilon: 0.15, range: [0, 1] } as const
  const lossUnderAttack = async (options: FitOptions) => {
    const model = seeded(data, 32)
    await fit(model, data, { epochs: 30, seed: 1, optimizer: tf.train.adam(0.01), ...options })
    const engine = eagerEngine(planOf(model, data, {}).step)
    const batch = data.test.batches({ batch: data.test.size }).next().value!
    return engine.test(attacked(batch, attack, examples => engine.inputGradient!(examples), randomFrom(1))).loss
  }
  assert.ok((await lossUnderAttack({ adversary: attack })) < 0.7 * (await lossUnderAttack({})))
})

test("cross-validation holds each row back once, fits steps on each fold's own rows, and averages the reports", async () => {
  const builder = flowers("species").scale("standard").encode("one-hot").split({ stratify: "species", seed: 4 })
  const folds = await builder.folds(4)
  const held = folds.flatMap(({ test }) => [...test.indices])
  assert.deepEqual(
    held.toSorted((a, b) => a - b),
    Array.from({ length: 90 }, (_, i) => i),
  )
  for (const { train, test } of folds) {
    assert.equal(train.size + test.size, 90)
    for (const species of [0, 1, 2]) assert.ok(Math.abs(test.ys.filter(y => y === species).length - 7.5) <= 1)
  }
  assert.equal(new Set(folds.map(({ steps }) => JSON.stringify(steps))).size, 4)
  using run = cell("eval")
  const result = await crossValidate(data => seeded(data), builder, { folds: 4, epochs: 5 })
  assert.equal(result.reports.length, 4)
  const { mean, values } = result.figures.accuracy!
  assert.deepEqual(
    values,
    result.reports.map(({ accuracy }) => accuracy),
  )
  assert.ok(Math.abs(mean - values.reduce((a, b) => a + b) / 4) < 1e-12)
  assert.match(String(result), /figure +mean +deviation +fold 1/)
  assert.ok(run.outputs.length >= 2)
  await assert.rejects(builder.folds(1), { code: "DATA_INVALID", message: /1 folds/ })
})
