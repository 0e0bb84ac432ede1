import assert from "node:assert/strict"
import { test } from "node:test"
import { metrics } from "../../kernel/learn/metrics/index.ts"
import { type Random, randomFrom } from "../../kernel/learn/random.ts"
import { ask, without } from "./oracle.ts"

/** Within 1e-9, relative to numbers above 1; NaN is NaN. */
function same(ours: unknown, theirs: unknown, place: string): void {
  if (typeof theirs === "number") {
    const mine = Number(ours)
    const close = Math.abs(mine - theirs) <= 1e-9 * Math.max(1, Math.abs(theirs))
    assert.ok(close || Object.is(mine, theirs) || mine === theirs, `${place}: ${mine}, scikit-learn ${theirs}`)
    return
  }
  const keys = Object.keys(theirs as object)
  assert.equal(Object.keys(ours as object).length, keys.length, `${place} has as many parts`)
  for (const key of keys)
    same((ours as Record<string, unknown>)[key], (theirs as Record<string, unknown>)[key], `${place}.${key}`)
}

const whole = (random: Random, below: number) => Math.floor(random() * below)
const list = <T>(length: number, of: (i: number) => T): T[] => Array.from({ length }, (_, i) => of(i))
/** Every third case has weights, some of them 0. */
const weightsFor = (random: Random, i: number, length: number) =>
  i % 3 === 0 ? { weights: list(length, at => (at > 0 && random() < 0.1 ? 0 : 0.1 + 3 * random())) } : {}
/** Some cases have few distinct scores: many ties. */
const tied = (random: Random, i: number) => (i % 2 === 0 ? random() : whole(random, 5) / 4)

type Case = Record<string, unknown> & { kind: keyof typeof kinds }

/** How a case is made up, and what we say of it. */
const kinds = {
  labels: {
    make(random: Random, i: number) {
      const [rows, classes, known] = [1 + whole(random, 40), 2 + whole(random, 5), 1 + whole(random, 5)]
      const pick = () => whole(random, Math.min(classes, known))
      const actual = list(rows, pick)
      const predicted = actual.map(value => (random() < 0.5 ? value : i % 5 === 0 ? whole(random, classes) : pick()))
      return { classes, actual, predicted, ...weightsFor(random, i, rows) }
    },
    say({
      actual,
      predicted,
      classes,
      weights,
    }: {
      actual: number[]
      predicted: number[]
      classes: number
      weights?: number[]
    }) {
      const options = { classes, weights }
      return {
        ...metrics.scores(actual, predicted, options),
        confusion: metrics.confusion(actual, predicted, options),
        mcc: metrics.mcc(actual, predicted, options),
        balancedAccuracy: metrics.balancedAccuracy(actual, predicted, options),
        "kappa none": metrics.kappa(actual, predicted, options),
        "kappa linear": metrics.kappa(actual, predicted, { ...options, distance: "linear" }),
        "kappa quadratic": metrics.kappa(actual, predicted, { ...options, distance: "quadratic" }),
        iou: metrics.iou(actual, predicted, options).perClass,
      }
    },
  },
  binary: {
    make(random: Random, i: number) {
      const rows = 2 + whole(random, 60)
      const share = i % 20 === 0 ? 0 : i % 20 === 1 ? 1 : random()
      const actual = list(rows, () => Number(random() < share))
      return {
        actual,
        scores: list(rows, () => tied(random, i)),
        bins: 1 + whole(random, 12),
        strategy: i % 4 < 2 ? "uniform" : "quantile",
        ...weightsFor(random, i, rows),
      }
    },
    say(given: {
      actual: number[]
      scores: number[]
      weights?: number[]
      bins: number
      strategy: "uniform" | "quantile"
    }) {
      const { actual, scores, weights } = given
      const roc = metrics.rocCurve(actual, scores, { weights })
      const pr = metrics.precisionRecallCurve(actual, scores, { weights })
      const { bins } = metrics.calibration(actual, scores, given)
      return {
        rocAuc: metrics.rocAuc(actual, scores, { weights }),
        averagePrecision: metrics.averagePrecision(actual, scores, { weights }),
        logLoss: metrics.logLoss(actual, scores, { weights }),
        brier: metrics.brier(actual, scores, { weights }),
        roc: [roc.falsePositiveRate, roc.truePositiveRate, roc.thresholds.slice(1)],
        precisionRecall: [pr.precision, pr.recall],
        calibration: [bins.map(bin => bin.observed), bins.map(bin => bin.predicted)],
      }
    },
  },
  several: {
    make(random: Random, i: number) {
      const [rows, classes] = [2 + whole(random, 50), 3 + whole(random, 4)]
      const known = i % 7 === 0 ? 1 : i % 3 === 1 ? classes - 1 : classes
      const scores = list(rows, () => {
        const row = list(classes, () => 0.05 + tied(random, i))
        const sum = row.reduce((a, b) => a + b, 0)
        return row.map(value => value / sum)
      })
      return { actual: list(rows, () => whole(random, known)), scores, ...weightsFor(random, i, rows) }
    },
    say({ actual, scores, weights }: { actual: number[]; scores: number[][]; weights?: number[] }) {
      const averages = (["macro", "weighted"] as const).flatMap(average => [
        [`ap ${average}`, metrics.averagePrecision(actual, scores, { average, weights })],
        [`ovr ${average}`, metrics.rocAuc(actual, scores, { average, multi: "ovr", weights })],
        [`ovo ${average}`, metrics.rocAuc(actual, scores, { average, multi: "ovo" })],
      ])
      return {
        logLoss: metrics.logLoss(actual, scores, { weights }),
        brier: metrics.brier(actual, scores, { weights }),
        ...Object.fromEntries(averages),
        ...Object.fromEntries([1, 2, 3].map(k => [`top ${k}`, metrics.topK(actual, scores, { k, weights })])),
      }
    },
  },
  regression: {
    make(random: Random, i: number) {
      const rows = 1 + whole(random, 40)
      const actual = list(rows, () => (i % 10 === 0 ? 3 : i % 3 === 0 ? whole(random, 4) : 20 * random() - 10))
      const off = i % 11 === 0 ? 0 : i % 4 === 0 ? 1 : 5
      const predicted = actual.map(value => value + off * (i % 4 === 0 ? whole(random, 3) : random()))
      const { weights } = weightsFor(random, i, rows)
      // Of values that are all the same, scikit-learn finds a spread of 1e-31 where weights round: whole ones do not.
      return {
        actual,
        predicted,
        ...(weights && { weights: new Set(actual).size === 1 ? weights.map(Math.ceil) : weights }),
      }
    },
    say: ({ actual, predicted, weights }: { actual: number[]; predicted: number[]; weights?: number[] }) =>
      metrics.regression(actual, predicted, { weights }),
  },
  ranking: {
    make(random: Random, i: number) {
      const [rows, items] = [1 + whole(random, 5), 2 + whole(random, 12)]
      const relevance = list(rows, () => list(items, () => (random() < 0.6 ? 0 : i % 2 === 0 ? 1 : whole(random, 4))))
      const scores = list(rows, () => list(items, () => tied(random, i)))
      return { relevance, scores, k: 1 + whole(random, items), ...weightsFor(random, i, rows) }
    },
    say({
      relevance,
      scores,
      k,
      weights,
    }: {
      relevance: number[][]
      scores: number[][]
      k: number
      weights?: number[]
    }) {
      return {
        ndcg: metrics.ndcg(relevance, scores, { k, weights }),
        map: metrics.meanAveragePrecision(relevance, scores, { weights }),
        mrr: metrics.meanReciprocalRank(relevance, scores, { k, weights }),
        recall: metrics.recallAt(relevance, scores, { k, weights }),
        precision: metrics.precisionAt(relevance, scores, { k, weights }),
      }
    },
  },
}

const missing = without("sklearn", "sklearn")
const each = 400

test(`${5 * each} random cases with ties, absent classes and weights: every figure is scikit-learn's to 1e-9`, {
  skip: missing,
}, () => {
  const random = randomFrom(2024)
  const cases: Case[] = (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap(kind =>
    list(each, i => ({ kind, ...kinds[kind].make(random, i) })),
  )
  const theirs = ask("sklearn", "sklearn_oracle.py", cases) as unknown[]
  assert.equal(theirs.length, cases.length)
  for (const [i, given] of cases.entries()) {
    const say: (given: never) => unknown = kinds[given.kind].say
    same(say(given as never), theirs[i], `${given.kind} ${i} of ${JSON.stringify(given).slice(0, 400)}`)
  }
})

const refused = (code: string, message: RegExp) => ({ code, message })

test("input that cannot be measured is refused with the place that is wrong", () => {
  const { scores, rocAuc, regression, logLoss, ndcg, calibration } = metrics
  assert.throws(() => scores([], []), refused("DATA_INVALID", /actual is empty/))
  assert.throws(() => scores([0, 1], [0]), refused("SHAPE_MISMATCH", /predicted has 1 examples, not 2/))
  assert.throws(() => scores([0, 1.5], [0, 1]), refused("DATA_INVALID", /actual\[1\] is 1.5, not a class index/))
  assert.throws(() => scores([0, 3], [0, 1], { classes: 3 }), refused("DATA_INVALID", /actual\[1\] is 3/))
  assert.throws(() => scores([0, 1], [0, 1], { weights: [1, -1] }), refused("DATA_INVALID", /weights\[1\] is -1/))
  assert.throws(() => scores([0, 1], [0, 1], { weights: [0, 0] }), refused("DATA_INVALID", /All weights are 0/))
  assert.throws(() => rocAuc([0, 1], [0.5, Number.NaN]), refused("DATA_INVALID", /scores\[1\] is NaN/))
  assert.throws(() => rocAuc([0, 2], [0.5, 0.6]), refused("DATA_INVALID", /actual\[1\] is 2, not a class/))
  assert.throws(
    () =>
      rocAuc(
        [0, 1, 2],
        [
          [1, 2, 3],
          [1, 0, 0],
          [0, 1, 0],
        ],
      ),
    refused("DATA_INVALID", /adds up to 6/),
  )
  assert.throws(() => logLoss([0, 1], [[0.5, 0.5], [1]]), refused("SHAPE_MISMATCH", /probabilities\[1\] has 1 values/))
  assert.throws(() => logLoss([0], [[0.5, Number.NaN]]), refused("DATA_INVALID", /probabilities\[0\]\[1\] is NaN/))
  assert.throws(
    () => regression([1, Number.POSITIVE_INFINITY], [1, 2]),
    refused("DATA_INVALID", /actual\[1\] is Infinity/),
  )
  assert.throws(() => ndcg([[1, 0]], [[1, 0, 2]]), refused("SHAPE_MISMATCH", /rows of 3 values, not of 2/))
  assert.throws(() => ndcg([[-1, 0]], [[1, 0]]), refused("DATA_INVALID", /relevance is -1/))
  assert.throws(() => ndcg([[1, 0]], [[1, 0]], { k: 0 }), refused("DATA_INVALID", /k is 0/))
  assert.throws(() => calibration([0, 1], [0.5, 1.5]), refused("DATA_INVALID", /probability\[1\] is 1.5/))
})

test("the calibration error weighs the gaps of the bins by their examples", () => {
  const { error, maximumError, bins } = metrics.calibration([0, 1, 1, 0], [0.1, 0.9, 0.9, 0.9], { bins: 2 })
  assert.deepEqual(
    bins.map(({ count }) => count),
    [1, 3],
  )
  assert.ok(Math.abs(error - (0.1 / 4 + ((0.9 - 2 / 3) * 3) / 4)) < 1e-12)
  assert.ok(Math.abs(maximumError - (0.9 - 2 / 3)) < 1e-12)
})

test("Dice is F1 of each class; a class that is nowhere is not a number and does not count", () => {
  const [actual, predicted] = [
    [0, 0, 1, 1, 1],
    [0, 1, 1, 1, 0],
  ]
  const { perClass, mean } = metrics.dice(actual, predicted, { classes: 3 })
  const wanted = metrics.scores(actual, predicted).perClass.map(({ f1 }) => f1)
  assert.deepEqual(perClass, [...wanted, Number.NaN])
  assert.equal(mean, (wanted[0]! + wanted[1]!) / 2)
})

test("intervals are the same for the same seed, and hold the true mean about as often as they say", () => {
  const random = randomFrom(11)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  let held = 0
  for (let trial = 0; trial < 300; trial++) {
    const sample = list(60, normal)
    const mean = (places: Uint32Array) => ({ mean: places.reduce((sum, i) => sum + sample[i]!, 0) / places.length })
    const options = { resamples: 300, level: 0.9, seed: trial }
    const interval = metrics.bootstrap(mean, 60, options).mean
    if (trial === 0) assert.deepEqual(metrics.bootstrap(mean, 60, options).mean, interval)
    if (trial === 0) assert.notDeepEqual(metrics.bootstrap(mean, 60, { ...options, seed: 1 }).mean, interval)
    held += Number(interval.low <= 0 && interval.high >= 0)
  }
  // 90 % of 300 within four standard deviations, and percentile intervals of 60 are a little short.
  assert.ok(held > 240 && held < 291, `${held} of 300 held it`)
})

function boxes(random: Random) {
  const classes = 1 + whole(random, 3)
  const box = (): [number, number, number, number] => {
    const [left, top] = [whole(random, 40), whole(random, 40)]
    return [left, top, left + 4 + whole(random, 20), top + 4 + whole(random, 20)]
  }
  const actual = list(4 + whole(random, 12), () => ({
    image: 1 + whole(random, 3),
    class: 1 + whole(random, classes),
    box: box(),
  }))
  const near = (at: readonly number[]) =>
    at.map((value, i) => value + (i < 2 ? -1 : 1) * whole(random, 4)) as [number, number, number, number]
  const found = list(3 + whole(random, 20), () => {
    const one = actual[whole(random, actual.length)]!
    return { ...one, box: random() < 0.7 ? near(one.box) : box(), score: random() }
  })
  return { actual, found }
}

test("mean average precision of boxes is COCO's own", { skip: without("tracking", "pycocotools") }, () => {
  const random = randomFrom(5)
  const cases = list(60, () => boxes(random))
  const theirs = ask("tracking", "coco_oracle.py", cases) as { map: number; at50: number }[]
  for (const [i, { actual, found }] of cases.entries()) {
    const ours = metrics.detection(actual, found, { thresholds: metrics.cocoThresholds })
    same({ map: ours.map, at50: ours.perThreshold[0] }, theirs[i], `boxes ${i}`)
  }
})
