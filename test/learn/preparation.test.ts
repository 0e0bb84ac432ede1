import assert from "node:assert/strict"
import { test } from "node:test"
import { foldsOf } from "../../kernel/learn/data/folds.ts"
import { numberDrift } from "../../kernel/learn/data/profile/drift.ts"
import { correlate, measureNumbers } from "../../kernel/learn/data/profile/measure.ts"
import { randomFrom } from "../../kernel/learn/random.ts"
import { dateParts } from "../../kernel/learn/steps/date-parts.ts"
import { denoise } from "../../kernel/learn/steps/denoise.ts"
import { encoders } from "../../kernel/learn/steps/encoders.ts"
import { fillMissing } from "../../kernel/learn/steps/fill-missing.ts"
import { fillByModel } from "../../kernel/learn/steps/fill-model.ts"
import { type Forest, scoresOf } from "../../kernel/learn/steps/isolation-forest.ts"
import { boundsOf } from "../../kernel/learn/steps/outliers.ts"
import { sortedKnown } from "../../kernel/learn/steps/quantile.ts"
import { scale } from "../../kernel/learn/steps/scale.ts"
import type { Column, ColumnStep, FitContext, Values } from "../../kernel/learn/steps/step.ts"
import { ask, without } from "./oracle.ts"

/*
 * Each step beside scikit-learn's (or SciPy's) on the same numbers. A case says what Python should do, and what ours does.
 */
interface Case {
  name: string
  given: { do: string } & Record<string, unknown>
  ours(theirs: never): unknown
}

const random = randomFrom(11)
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
const list = (length: number, make: (i: number) => number) => Float64Array.from({ length }, (_, i) => make(i))
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
const json = (values: Values) => Array.from(values as Float64Array)

const column = (kind: Column["kind"], shape: number[] = []): Column => ({ name: "x", kind, shape })
const none: FitContext = { rows: 0, target: { values: [], classes: 0 } }

/** Fits on some rows and runs on others, through JSON as a bundle would keep the state. */
function through(step: ColumnStep, train: Values, test: Values, of: Column, context = none): Values {
  const state = JSON.parse(JSON.stringify(step.fit(train, of, { ...context, rows: context.rows || train.length })))
  return step.prepare(state, of).run(test, test.length / of.shape.reduce((a, b) => a * b, 1))
}

const samples: Record<string, Float64Array> = {
  normal: list(101, () => 5 + 4 * normal()),
  gaps: list(80, i => (i % 7 === 3 ? Number.NaN : 100 * normal())),
  ties: list(60, () => Math.floor(random() * 4)),
  constant: list(20, () => 0.1),
  large: list(50, () => 1e9 + normal()),
  one: list(1, () => 3),
  skewed: list(200, () => Math.exp(2 * normal())),
}
const others = list(30, i => (i % 5 === 0 ? Number.NaN : 10 * normal()))

const cities = Array.from({ length: 120 }, () => pick(["Oslo", "Rome", "Łódź", "日本", "a", "B"]))
const strangers = ["Rome", "Paris", "a", "b", "日本"]

const prose = [
  "The quick brown fox jumps over the lazy dog",
  "the dog sleeps, the DOG sleeps",
  "Ein Ärger über Öl — naïve café",
  "日本 語 テスト 日本",
  "",
  "x y z",
  "numbers 42 and 7 and under_score",
  "fox fox fox fox",
  "it's the fox's dog",
  "émile Émile EMILE",
]

const matrix = (rows: number, gaps: number) => {
  const base = list(rows, () => normal())
  const columns = [
    base,
    base.map(v => 2 * v + 0.3 * normal()),
    base.map(v => 1 - v + 0.5 * normal()),
    list(rows, () => normal()),
  ]
  return columns.map(values => values.map(value => (random() < gaps ? Number.NaN : value)))
}

const cases: Case[] = [
  ...Object.entries(samples).flatMap(([name, train]) =>
    (["min-max", "standard", "robust"] as const).map(method => ({
      name: `scale ${method}, ${name}`,
      given: { do: "scale", method, train: json(train), test: json(others) },
      ours: () => through(scale(method), train, others, column("number")),
    })),
  ),
  ...Object.entries(samples).flatMap(([name, train]) =>
    (["mean", "median", "mode"] as const).map(method => ({
      name: `fill ${method}, ${name}`,
      given: { do: "fill", method, train: json(train), test: json(others) },
      ours: () => through(fillMissing(method), train, others, column("number")),
    })),
  ),
  {
    name: "fill mode, texts with a tie",
    given: { do: "fill_text", train: ["b", "a", "", "b", "a", "c"], test: ["", "z"] },
    ours: () => through(fillMissing("mode"), ["b", "a", "", "b", "a", "c"], ["", "z"], column("text")),
  },
  ...[0.1, 0.4, 0].map(gaps => {
    const [train, test] = [matrix(150, gaps), matrix(40, 0.2)]
    return {
      name: `fill model, ${gaps} missing in training`,
      given: { do: "fill_model", train: train.map(json), test: test.map(json) },
      ours: () => {
        const columns = train.map((_, i) => ({ ...column("number"), name: `c${i}` }))
        const { state } = fillByModel.fit(train, columns, { ...none, rows: 150 })
        return fillByModel.prepare(JSON.parse(JSON.stringify(state)), columns).run(test, 40)
      },
    }
  }),
  ...(["one-hot", "ordinal"] as const).map(method => ({
    name: `encode ${method}, with unknown ones`,
    given: { do: "encode", method, train: cities, test: strangers },
    ours: () => through(encoders[method]({}), cities, strangers, column("text")),
  })),
  ...[0, 2, 3].flatMap(classes =>
    (["auto", 0, 10] as const).map(smooth => {
      const y =
        classes === 0 ? list(120, i => cities[i]!.length + normal()) : list(120, () => Math.floor(random() * classes))
      // Every class in the first rows, in its order, so that the codes are those of Python.
      for (let i = 0; i < classes; i++) y[i] = i
      const context = { rows: 120, target: { values: y, classes } }
      return {
        name: `encode target, ${classes} classes, smooth ${smooth}`,
        given: { do: "target", train: cities, test: strangers, y: json(y), classes, smooth },
        ours: () => {
          const step = encoders.target({ smooth, shuffle: false })
          return [
            step.training!(cities, column("text"), context),
            through(step, cities, strangers, column("text"), context),
          ]
        },
      }
    }),
  ),
  ...(["tf-idf", "bag-of-words"] as const).flatMap(method =>
    [{}, { ngrams: [1, 2] as const }, { minDf: 2 }, { maxDf: 0.2 }, { maxFeatures: 3, minDf: 2 }].map(options => ({
      name: `encode ${method} ${JSON.stringify(options)}`,
      given: { do: "text", method, options, train: prose, test: [...prose, "a dog unheard of 日本"] },
      ours: () => {
        const step = encoders[method]({ maxFeatures: 10_000, ...options })
        const { terms } = step.fit(prose, column("text"), none) as { terms: string[] }
        return [terms, through(step, prose, [...prose, "a dog unheard of 日本"], column("text"))]
      },
    })),
  ),
  ...["normal", "gaps", "ties", "skewed"].map(name => ({
    name: `outliers iqr, ${name}`,
    given: { do: "bounds", method: "iqr", train: json(samples[name]!) },
    ours: () => boundsOf.iqr(samples[name]!),
  })),
  ...["normal", "skewed"].map(name => ({
    name: `outliers z-score, ${name}`,
    given: { do: "bounds", method: "z-score", train: json(samples[name]!) },
    ours: () => {
      const [low, high] = boundsOf["z-score"](samples[name]!)
      return Array.from(samples[name]!, value => value < low || value > high)
    },
  })),
  {
    name: "scores of an isolation forest",
    given: { do: "forest", train: matrix(300, 0).map(values => Array.from(Float32Array.from(values))) },
    // Of their trees: chance grows others here.
    ours: (theirs: Forest & { scores: number[] }) => {
      const columns = (cases.find(each => each.given.do === "forest")!.given.train as number[][]).map(v =>
        Float32Array.from(v),
      )
      return { ...theirs, scores: Array.from(scoresOf(theirs, columns, 300)) }
    },
  },
  ...[
    [6, 7, 3],
    [9, 1, 1],
    [1, 12, 2],
    [30, 1, 1],
  ].flatMap(shape =>
    (["median", "gaussian", "average"] as const).map(method => {
      const values = list(
        shape.reduce((a, b) => a * b, 1),
        () => normal(),
      )
      const of = shape[1] === 1 ? column("number", [shape[0]!]) : column("image", shape)
      return {
        name: `denoise ${method} ${shape}`,
        given: { do: "denoise", method, shape, size: 3, sigma: 0.8, values: json(values) },
        ours: () => through(denoise(method, { size: 3, sigma: 0.8 }), values, values, of),
      }
    }),
  ),
  ...(["plain", "labels", "groups"] as const).flatMap(by =>
    [2, 3, 5].map(count => {
      const rows = 47
      const labels = Array.from({ length: rows }, (_, i) => (i < 4 ? i : Math.floor(random() * random() * 4)))
      const groups = Array.from({ length: rows }, (_, i) => Math.floor((Math.sqrt(8 * i + 1) - 1) / 2))
      return {
        name: `folds by ${by}, ${count}`,
        given: { do: "folds", by, count, labels, groups },
        ours: () =>
          foldsOf(rows, count, {
            ...(by === "labels" && { labels: (row: number) => labels[row]! }),
            ...(by === "groups" && { groups: (row: number) => groups[row]! }),
          }).map(fold => [...fold]),
      }
    }),
  ),
  {
    name: "a profile",
    given: { do: "profile", a: json(samples.gaps!), b: json(samples.skewed!.subarray(0, 80)) },
    ours: () => {
      const [a, b] = [samples.gaps!, samples.skewed!.subarray(0, 80)]
      const { figures } = measureNumbers("a", "number", a)
      const { quantiles, mean, std, histogram } = figures!
      const correlation = correlate(["a", "b"], [a, b]).matrix[0]![1]
      const ks = numberDrift(sortedKnown(a), b.toSorted()).distance
      return { quantiles, mean, std, correlation, histogram: histogram.counts, ks }
    },
  },
  {
    name: "parts of dates",
    given: { do: "dates", values: [0, 951782400000, 1704067199000, 1704067200000, 1735603200000, 1798675200000] },
    ours: () => {
      const values = Float64Array.from([0, 951782400000, 1704067199000, 1704067200000, 1735603200000, 1798675200000])
      const parts = ["year", "quarter", "month", "week", "day", "dayOfYear", "weekday", "hour"] as const
      const flat = through(dateParts({ parts }), values, values, column("date")) as Float64Array
      return Array.from(values, (_, row) => [...flat.subarray(row * parts.length, (row + 1) * parts.length)])
    },
  },
]

/** Numbers within 1e-9 of one another, relative to their size where that is above 1; all else equal. */
function same(ours: unknown, theirs: unknown, where: string): void {
  if (typeof theirs === "number") {
    const got = ours as number
    const near = Number.isNaN(theirs)
      ? Number.isNaN(got)
      : Math.abs(got - theirs) <= 1e-9 * Math.max(1, Math.abs(theirs))
    assert.ok(near, `${where}: ${got}, not ${theirs}`)
    return
  }
  if (!Array.isArray(theirs)) {
    if (typeof theirs !== "object" || theirs === null) assert.equal(ours, theirs, where)
    else
      for (const [key, value] of Object.entries(theirs))
        same((ours as typeof theirs)[key as never], value, `${where}.${key}`)
    return
  }
  const got = ours as ArrayLike<unknown>
  assert.equal(got.length, theirs.length, `${where}: length`)
  theirs.forEach((value, i) => {
    same(got[i], value, `${where}[${i}]`)
  })
}

const missing = without("sklearn", "sklearn", "scipy")

test("what Python says of every case", { skip: missing }, async t => {
  const theirs = ask(
    "sklearn",
    "preparation_oracle.py",
    cases.map(each => each.given),
  ) as never[]
  for (const [i, { name, ours }] of cases.entries()) {
    await t.test(`${name} is as in Python`, () => same(ours(theirs[i]!), theirs[i], name))
  }
})
