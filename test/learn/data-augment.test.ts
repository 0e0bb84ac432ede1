import assert from "node:assert/strict"
import { test } from "node:test"
import { setImmediate } from "node:timers/promises"
import { Ahead, type Wanted } from "../../kernel/learn/data/augment/ahead.ts"
import { augmenterOf } from "../../kernel/learn/data/augment/augment.ts"
import { beta } from "../../kernel/learn/data/augment/draw.ts"
import type { Augmentation } from "../../kernel/learn/data/augment/options.ts"
import { trainingBatch } from "../../kernel/learn/data/split.ts"
import { fit } from "../../kernel/learn/index.ts"
import { randomFrom, range, withRandom } from "../../kernel/learn/random.ts"
import { fitWatched } from "../../kernel/learn/train/fit.ts"
import type { Plan } from "../../kernel/learn/train/plan.ts"
import { digits } from "./digits.ts"
import { flowers } from "./flowers.ts"
import { mlp } from "./network.ts"

/** One image of 0 to 1, varied by these options. */
function varied(options: Augmentation, values: number[], shape: number[], seed = 0): number[] {
  const augment = augmenterOf(options, shape, () => [0, 1])
  const { xs } = augment({ xs: Float32Array.from(values), ys: new Int32Array(1), size: 1 }, randomFrom(seed))
  return [...xs]
}

const seeds = Array.from({ length: 40 }, (_, seed) => seed)
const square = Array.from({ length: 25 }, (_, i) => i / 25)
const same = (a: number[], b: number[]) => a.every((value, i) => Math.abs(value - b[i]!) < 1e-6)
const mirrored = (values: number[]) => values.map((_, i) => values[Math.floor(i / 5) * 5 + 4 - (i % 5)]!)
const upended = (values: number[]) => values.map((_, i) => values[(4 - Math.floor(i / 5)) * 5 + (i % 5)]!)

test("a flip mirrors about half of the images, and exactly", () => {
  const outcomes = seeds.map(seed => varied({ flip: "horizontal" }, square, [5, 5, 1], seed))
  const flipped = outcomes.filter(outcome => same(outcome, mirrored(square))).length
  assert.equal(outcomes.filter(outcome => same(outcome, square)).length + flipped, 40)
  assert.ok(flipped > 8 && flipped < 32)
  const vertical = seeds.map(seed => varied({ flip: "vertical" }, square, [5, 5, 1], seed))
  assert.ok(vertical.some(outcome => same(outcome, upended(square))))
  assert.ok(vertical.every(outcome => same(outcome, square) || same(outcome, upended(square))))
})

test("a shift moves by no more than its share, and edges go on", () => {
  const dot = Array.from({ length: 81 }, (_, i) => Number(i === 40))
  for (const seed of seeds) {
    const outcome = varied({ shift: 0.2 }, dot, [9, 9, 1], seed)
    const total = outcome.reduce((a, b) => a + b, 0)
    const x = outcome.reduce((sum, value, i) => sum + value * (i % 9), 0) / total
    const y = outcome.reduce((sum, value, i) => sum + value * Math.floor(i / 9), 0) / total
    assert.ok(Math.abs(total - 1) < 1e-5)
    assert.ok(Math.abs(x - 4) <= 1.8 + 1e-6 && Math.abs(y - 4) <= 1.8 + 1e-6)
  }
  assert.ok(same(varied({ shift: 0.5 }, new Array(25).fill(0.7), [5, 5, 1]), new Array(25).fill(0.7)))
})

test("a turn keeps the middle and the distance to it; a crop magnifies", () => {
  for (const seed of seeds) {
    const turned = varied({ rotate: 90 }, square, [5, 5, 1], seed)
    assert.ok(Math.abs(turned[12]! - square[12]!) < 1e-6)
    const slope = Array.from({ length: 441 }, (_, i) => (i % 21) / 20)
    const close = varied({ crop: 0.5 }, slope, [21, 21, 1], seed)
    const [left, right] = [close[10 * 21]!, close[10 * 21 + 20]!]
    assert.ok(right - left >= 0.5 - 1e-6 && right - left <= 1 + 1e-6, `${left} to ${right}`)
  }
})

test("brightness, contrast and noise are as strong as asked and keep within the range", () => {
  const grey = new Array<number>(400).fill(0.5)
  for (const seed of seeds) {
    const bright = varied({ brightness: 0.3 }, grey, [20, 20, 1], seed)
    assert.ok(bright.every(value => value === bright[0]) && Math.abs(bright[0]! - 0.5) <= 0.3 + 1e-6)
    const strong = varied({ brightness: 1, contrast: 1, noise: 1 }, square, [5, 5, 1], seed)
    assert.ok(strong.every(value => value >= 0 && value <= 1))
    const [a, b] = [varied({ contrast: 0.5 }, square, [5, 5, 1], seed), square]
    const ratio = (a[10]! - a[11]!) / (b[10]! - b[11]!)
    assert.ok(ratio >= 0.5 - 1e-5 && ratio <= 1.5 + 1e-5)
  }
  const noisy = varied({ noise: 0.1 }, new Array(40_000).fill(0.5), [200, 200, 1])
  const mean = noisy.reduce((x, y) => x + y, 0) / 40_000
  const deviation = Math.sqrt(noisy.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 40_000)
  assert.ok(Math.abs(mean - 0.5) < 0.005 && Math.abs(deviation - 0.1) < 0.005)
})

test("a cutout blanks a square of its share, wherever it lies", () => {
  const white = new Array<number>(300).fill(1)
  const counts = seeds.map(
    seed => varied({ cutout: 0.4 }, white, [10, 10, 3], seed).filter(value => value === 0).length / 3,
  )
  assert.equal(Math.max(...counts), 16)
  assert.ok(counts.every(count => count > 0 && count <= 16))
  assert.ok(new Set(counts).size > 1, "some lie over the edge")
})

test("mixing leaves each example the larger expected share of itself: that of Beta(α + 1, α)", () => {
  const size = 4000
  const augment = augmenterOf({ mixup: 0.4 }, [1], () => [0, 1])
  const xs = Float32Array.from({ length: size }, (_, i) => i % 2)
  const mixed = augment({ xs, ys: new Int32Array(size), size }, randomFrom(1)).xs
  const moved = xs.reduce((sum, value, i) => sum + Math.abs(mixed[i]! - value), 0) / size
  // Half of the partners are the same; the mean of Beta(1.4, 0.4) is 1.4 / 1.8.
  assert.ok(Math.abs(moved - 0.5 * (1 - 1.4 / 1.8)) < 0.01, `${moved}`)
  const random = randomFrom(2)
  const draws = Array.from({ length: 20_000 }, () => beta(2, 3, random))
  const mean = draws.reduce((a, b) => a + b, 0) / draws.length
  const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length
  assert.ok(Math.abs(mean - 0.4) < 0.01 && Math.abs(variance - 0.04) < 0.002)
})

test("training batches alone are varied, the same for the same random numbers, and the data stay as they are", async () => {
  const dataset = await digits()
    .scale("min-max")
    .augment({ rotate: 10, shift: 0.1, noise: 0.02 })
    .split({ seed: 1, validation: 0.1 })
  const plain = await digits().scale("min-max").split({ seed: 1, validation: 0.1 })
  assert.deepEqual(dataset.train.xs, plain.train.xs)
  assert.notEqual(dataset.fingerprint, plain.fingerprint)
  const batch = (split: typeof dataset.train, seed: number) => trainingBatch(split, range(16), randomFrom(seed))
  const [one, again, other] = [batch(dataset.train, 1), batch(dataset.train, 1), batch(dataset.train, 2)]
  assert.deepEqual(one.xs, again.xs)
  assert.notDeepEqual(one.xs, other.xs)
  assert.deepEqual(one.ys, dataset.train.ys.slice(0, 16))
  assert.deepEqual(batch(dataset.validation!, 1).xs, plain.validation!.xs.slice(0, 16 * 64))
  assert.deepEqual(batch(dataset.test, 1).xs, plain.test.xs.slice(0, 16 * 64))
  assert.deepEqual(dataset.train.xs, plain.train.xs, "varying does not change what it is made from")
  const part = dataset.train.part("train", dataset.train.indices.slice(0, 100))
  assert.deepEqual(batch(part, 1).xs, one.xs, "a part that is trained on is varied too")
  assert.equal(dataset.train.part("validation", dataset.train.indices.slice(0, 100)).augmenter, undefined)
})

test("a training with variations is the same for the same seed, and learns", async () => {
  const dataset = await digits().take(600).scale("min-max").augment({ shift: 0.1, mixup: 0.2 }).split({ seed: 1 })
  const run = async (seed: number) =>
    await fit(
      withRandom(randomFrom(0), () => mlp(dataset)),
      dataset,
      { epochs: 3, seed, validation: 0 },
    )
  const [a, b] = [await run(1), await run(1)]
  assert.deepEqual(
    a.history.map(({ loss }) => loss),
    b.history.map(({ loss }) => loss),
  )
  assert.ok(a.history.at(-1)!.loss < a.history[0]!.loss)
})

test("batches that a thread varies ahead are those that are varied here, whoever comes first", async () => {
  const shape = [12, 10, 2]
  const options = { rotate: 20, shift: 0.2, noise: 0.05, mixup: 0.3 }
  const augment = augmenterOf(options, shape, () => [0, 1])
  using ahead = new Ahead(augment, shape, 8)
  const random = randomFrom(3)
  const batchOf = (size: number) => {
    const xs = Float32Array.from({ length: size * 240 }, () => random())
    return { xs, ys: Int32Array.from({ length: size }, (_, i) => i), size }
  }
  const wanted: Wanted[] = []
  let taken = 0
  // At first the thread is still starting; what it has not begun is made here.
  for (let round = 0; ahead.there < 20; round++) {
    assert.ok(round < 100_000, "the thread never comes")
    while (ahead.room) {
      const next = { batch: batchOf(1 + (wanted.length % 8)), seed: wanted.length }
      wanted.push({ ...next, batch: { ...next.batch, xs: next.batch.xs.slice() } })
      ahead.give(next)
      next.batch.xs.fill(Number.NaN)
    }
    const { batch, seed } = wanted[taken++]!
    const made = ahead.take()
    assert.deepEqual([made.size, made.ys], [batch.size, batch.ys])
    assert.deepEqual(made.xs, augment(batch, randomFrom(seed)).xs)
    if (round % 10 === 9) {
      ahead.clear()
      taken = wanted.length
    }
    await setImmediate()
  }
})

test("a training whose batches are varied ahead is the one that it is without", async () => {
  const dataset = await digits().take(400).scale("min-max").augment({ shift: 0.1, mixup: 0.2 }).split({ seed: 1 })
  const run = async (ahead: boolean) => {
    const model = withRandom(randomFrom(0), () => mlp(dataset))
    const options = { epochs: 3, seed: 1, validation: 0 }
    let used: Ahead | undefined
    const watch = (plan: Plan) => {
      used = ahead ? new Ahead(plan.train.augmenter!, dataset.shape, plan.batchSize) : undefined
      plan.ahead = used
      return {}
    }
    const { history } = await fitWatched(model, dataset, options, { watch })
    used?.[Symbol.dispose]()
    return history.map(({ loss }) => loss)
  }
  assert.deepEqual(await run(true), await run(false))
})

test("amounts that make no sense, and turns of what is no image, are refused", async () => {
  await assert.rejects(async () => await digits().augment({ shift: 2 }), { code: "DATA_INVALID", message: /shift: 2/ })
  await assert.rejects(async () => await digits().augment({ mixup: 0 }), { code: "DATA_INVALID", message: /mixup: 0/ })
  await assert.rejects(async () => await flowers().encode("one-hot").augment({ rotate: 5 }), {
    code: "DATA_INVALID",
    message: /rotate, which is for images/,
  })
  assert.ok(await flowers().encode("one-hot").augment({ noise: 0.1, mixup: 0.2 }))
})
