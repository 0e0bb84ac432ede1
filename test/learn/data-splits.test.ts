import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { test } from "node:test"
import { data } from "../../kernel/learn/index.ts"
import { ask, without } from "./oracle.ts"

const rows = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    patient: `p${Math.floor((Math.sqrt(8 * i + 1) - 1) / 2)}`,
    visit: new Date(Date.UTC(2024, 0, 1 + ((i * 37) % count))),
    x: (i * 7919) % 101,
    sick: i % 5 === 0 ? "yes" : "no",
  }))

const table = (count = 210) => data.from(rows(count), "visits").predict("sick", { keep: ["patient", "visit"] })
const values = (split: { rows(page: object): object[] }, column: string) =>
  split.rows({ limit: 1e6 }).map(row => (row as Record<string, string | number>)[column]!)

test("columns that are kept for the split are no features", async () => {
  const { shape, train } = await table()
  assert.deepEqual(shape, [1])
  assert.ok("patient" in train.rows({ limit: 1 })[0]!)
})

test("a split by group never has a group in two splits, and its sizes are near the shares", async () => {
  for (const seed of [0, 1, 2, 3]) {
    const split = await table().split({ group: "patient", test: 0.3, validation: 0.2, seed })
    const groups = split.splits.map(part => new Set(values(part, "patient")))
    const all = groups.flatMap(group => [...group])
    assert.equal(new Set(all).size, all.length, "no group twice")
    assert.equal(all.length, 20)
    split.splits.forEach((part, i) => {
      assert.ok(Math.abs(part.size - 210 * [0.5, 0.2, 0.3][i]!) <= 10, `${part.name}: ${part.size}`)
    })
  }
  const [a, b] = [
    await table().split({ group: "patient", seed: 1 }),
    await table().split({ group: "patient", seed: 2 }),
  ]
  assert.notDeepEqual(a.test.indices, b.test.indices)
})

test("a split by time tests on what is later than all that is trained on, and keeps equal times together", async () => {
  const split = await table().split({ time: "visit", test: 0.2, validation: 0.1 })
  const [train, validation, test] = split.splits.map(part => values(part, "visit") as number[])
  assert.deepEqual([train!.length, validation!.length, test!.length], [147, 21, 42])
  assert.ok(Math.max(...train!) < Math.min(...validation!))
  assert.ok(Math.max(...validation!) < Math.min(...test!))
  const ties = data.from(Array.from({ length: 100 }, (_, i) => ({ t: Math.floor(i / 30), y: i }))).predict("y")
  const tied = await ties.split({ time: "t", test: 0.25 })
  assert.deepEqual([tied.train.size, tied.test.size], [60, 40])
})

test("folds test every row once; by class with equal shares, by group with whole groups, each with steps of its own", async () => {
  const plain = await table().scale("standard").folds(5)
  const tested = plain.flatMap(fold => [...fold.test.indices])
  assert.deepEqual(
    tested.sort((a, b) => a - b),
    Array.from({ length: 210 }, (_, i) => i),
  )
  assert.equal(new Set(plain.map(fold => JSON.stringify(fold.steps))).size, 5, "each is fitted on its own rows")
  assert.equal(new Set(plain.map(fold => fold.fingerprint)).size, 5)
  for (const { test } of await table().split({ stratify: true }).folds(5)) {
    const sick = [...test.ys].filter(label => label === 1).length
    assert.ok(Math.abs(sick - 42 / 5) < 1, `${sick} of ${test.size}`)
  }
  for (const { train, test } of await table().folds(4, { group: "patient" })) {
    const seen = new Set(values(train, "patient"))
    assert.ok(values(test, "patient").every(patient => !seen.has(patient)))
  }
  const [first, again] = [await table().folds(3, { seed: 4 }), await table().folds(3, { seed: 4 })]
  assert.deepEqual(
    first.map(fold => fold.fingerprint),
    again.map(fold => fold.fingerprint),
  )
})

test("what cannot be split as asked is said with what to do", async () => {
  const cases: [() => PromiseLike<unknown>, RegExp][] = [
    [() => table().split({ group: "patiant" }), /no column "patiant" to split by group/],
    [() => table().split({ time: "patient" }), /"patient" holds texts, not times/],
    [() => table().split({ group: "patient", stratify: true }), /more than one was asked for/],
    [() => table().folds(1), /cannot be divided into 1 folds/],
    [() => table().folds(21, { group: "patient" }), /20 groups cannot be divided into 21 folds/],
    [
      () =>
        data
          .from([
            { g: "a", y: 1, x: 1 },
            { g: null, y: 2, x: 1 },
          ])
          .predict("y", { keep: ["g"] })
          .split({ group: "g" }),
      /Row 1 has nothing in column "g"/,
    ],
  ]
  for (const [act, says] of cases)
    await assert.rejects(async () => await act(), { code: "DATA_INVALID", message: says })
})

test("folds in order, and by time, are those of scikit-learn", { skip: without("sklearn", "sklearn") }, async () => {
  const labels = new Array<number>(47).fill(0)
  const cases = ["plain", "time"].flatMap(by =>
    [2, 5].map(count => ({ do: "folds", by, count, labels, groups: labels })),
  )
  const theirs = ask("sklearn", "preparation_oracle.py", cases) as number[][][]
  const source = data.from(labels.map((y, i) => ({ t: i, y }))).predict("y")
  for (const [i, { by, count }] of cases.entries()) {
    const folds = await source.folds(count, by === "time" ? { time: "t" } : { shuffle: false })
    assert.deepEqual(
      folds.map(fold => [...fold.test.indices]),
      theirs[i],
      `${by} ${count}`,
    )
    if (by === "time") for (const { train, test } of folds) assert.equal(train.size, test.indices[0])
  }
})

test("the fingerprint is the same in another process, and changes with any value, step, split or seed", async () => {
  const script = `
    const { data } = await import(${JSON.stringify(new URL("../../kernel/learn/index.ts", import.meta.url).href)})
    const rows = JSON.parse(process.argv[1]).map(row => ({ ...row, visit: new Date(row.visit) }))
    const made = await data.from(rows, "visits").predict("sick", { keep: ["patient", "visit"] }).scale("standard").split({ seed: 1 })
    process.stdout.write("§" + made.fingerprint)`
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", script, JSON.stringify(rows(210))], {
    encoding: "utf8",
  })
  const { fingerprint } = await table().scale("standard").split({ seed: 1 })
  assert.equal(output.split("§")[1], fingerprint)
  const others = [
    table().scale("standard").split({ seed: 2 }),
    table().scale("robust").split({ seed: 1 }),
    table().scale("standard").split({ seed: 1, test: 0.3 }),
    data
      .from(
        rows(210).map((row, i) => (i === 200 ? { ...row, x: row.x + 1e-9 } : row)),
        "visits",
      )
      .predict("sick", { keep: ["patient", "visit"] })
      .scale("standard")
      .split({ seed: 1 }),
  ]
  for (const other of others) assert.notEqual((await other).fingerprint, fingerprint)
})
