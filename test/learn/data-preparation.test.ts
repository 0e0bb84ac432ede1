import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { type DatasetBuilder, data, fit, loadModel, type Row } from "../../kernel/learn/index.ts"
import { randomFrom } from "../../kernel/learn/random.ts"
import { isFound, isTelling, luhn } from "../../kernel/learn/steps/detect.ts"
import { mlp } from "./network.ts"

interface Person {
  [column: string]: unknown
}

/** 200 rows with every kind of column, and gaps in all of them. */
function people(change?: (rows: Person[]) => void): Person[] {
  const random = randomFrom(5)
  const rows = Array.from({ length: 200 }, (_, i): Person => {
    const age = 20 + Math.floor(random() * 60)
    return {
      age: i % 11 === 0 ? null : age,
      income: i % 13 === 0 ? null : age * 1000 + random() * 5000,
      city: i % 17 === 0 ? null : ["Oslo", "Rome", "Paris", "Łódź"][Math.floor(random() * 4)],
      note:
        i % 9 === 0
          ? null
          : `was ${random() > 0.5 ? "very happy" : "quite unhappy"} with item ${i % 5}, write to user${i}@mail.example`,
      joined: i % 15 === 0 ? null : new Date(Date.UTC(2020, i % 12, 1 + (i % 28), i % 24)),
      member: i % 19 === 0 ? null : random() > 0.3,
      email: `user${i}@mail.example`,
      happy: random() > 0.5 ? "yes" : "no",
    }
  })
  change?.(rows)
  return rows
}

/** Everything at once; the order of the chain is the order of the steps. */
const everything = (rows: Person[]): DatasetBuilder =>
  data
    .from(rows, "people")
    .predict("happy")
    .deidentify("drop", { columns: ["email"] })
    .deidentify("mask", { columns: ["note"] })
    .fillMissing("mode", { columns: ["city", "member", "joined"] })
    .fillMissing("none", { columns: ["note"] })
    .fillMissing("model")
    .outliers("iqr", { action: "clip" })
    .outliers("isolation-forest", { action: "flag", columns: ["age", "income"], trees: 10 })
    .encode("target", { columns: ["city"] })
    .encode("tf-idf", { columns: ["note"], maxFeatures: 20 })
    .encode("one-hot", { columns: ["member"] })
    .dateParts({ cyclic: true })
    .scale("standard")
    .split({ test: 0.25, seed: 3, stratify: true })

const alone = (name: string, builder: (rows: Person[]) => DatasetBuilder) => ({ name, builder })
const base = (rows: Person[], column: string) => data.from(rows, "people").predict("happy", { features: [column] })

const chains = [
  alone("everything", everything),
  ...(["mean", "median", "mode"] as const).map(way =>
    alone(`fill ${way}`, rows => base(rows, "income").fillMissing(way)),
  ),
  ...(["min-max", "standard", "robust"] as const).map(way =>
    alone(`scale ${way}`, rows => base(rows, "income").fillMissing(0).scale(way)),
  ),
  ...(["one-hot", "ordinal", "target", "tf-idf", "bag-of-words", "tokens"] as const).map(way =>
    alone(`encode ${way}`, rows => base(rows, "note").encode(way)),
  ),
  ...(["iqr", "z-score", "isolation-forest"] as const).map(way =>
    alone(`outliers ${way}`, rows => base(rows, "income").fillMissing("mean").outliers(way)),
  ),
  ...(["hash", "mask"] as const).map(way =>
    alone(`deidentify ${way}`, rows => base(rows, "note").deidentify(way).encode("ordinal")),
  ),
  alone("date parts", rows => base(rows, "joined").fillMissing("median").dateParts()),
]

for (const { name, builder } of chains) {
  test(`${name}: nothing of a test row reaches the fit, and what is trained on stays the same`, async () => {
    const split = { test: 0.25, seed: 3 }
    const before = await builder(people()).split(split)
    const test = new Set(before.test.indices)
    const spoiled = people(rows => {
      rows.forEach((row, i) => {
        if (!test.has(i)) return
        row.age = 1e9
        row.income = -1e12
        row.city = `Atlantis ${i}`
        row.note = `spoiled spoiled spoiled ${i}`
        row.joined = new Date(Date.UTC(1900 + (i % 50), 0, 1, 13))
        row.member = null
        row.email = "nothing here"
      })
    })
    const after = await builder(spoiled).split(split)
    assert.deepEqual(after.test.indices, before.test.indices)
    assert.deepEqual(after.steps, before.steps)
    assert.deepEqual(after.train.xs, before.train.xs)
    assert.notDeepEqual(after.test.columns(), before.test.columns(), "the test rows were spoiled")
  })
}

test("no training row is encoded with its own target", async () => {
  const encoded = async (own: number) => {
    const rows = people().map(({ city }, i) => ({ city, y: i === 40 ? own : i }))
    const table = data.from(rows).predict("y").fillMissing("mode").encode("target", { smooth: 5 })
    return (await table.split({ test: 1e-9 })).train.xs
  }
  const [low, high] = [await encoded(0), await encoded(1e6)]
  assert.equal(low[40], high[40])
  assert.notDeepEqual(low, high)
})

test("a model served in a fresh process prepares raw rows exactly as in training, through every step", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kaon-steps-"))
  try {
    const prepared = await everything(people())
    const trained = await fit(mlp(prepared), prepared, { epochs: 3 })
    await trained.save(folder)
    const rows = people().filter((_, i) => prepared.test.indices.includes(i))
    const exact = [...prepared.preprocessing.exact(prepared.test.columns(), prepared.test.size)]
    const url = (file: string) => JSON.stringify(new URL(`../../kernel/learn/${file}`, import.meta.url).href)
    const script = `
      const { loadModel } = await import(${url("index.ts")})
      const { compile } = await import(${url("steps/compile.ts")})
      const { examplesFrom } = await import(${url("train/examples.ts")})
      const model = await loadModel(${JSON.stringify(folder)})
      const rows = JSON.parse(process.argv[1])
      const steps = compile(model.bundle.preprocessing)
      const { values, count } = examplesFrom(rows, steps)
      const answers = (await model.classify(rows)).map(({ probabilities }) => probabilities.yes)
      process.stdout.write("§" + JSON.stringify([[...steps.exact(values, count)], answers]))`
    const output = execFileSync(process.execPath, ["--input-type=module", "-e", script, JSON.stringify(rows)], {
      encoding: "utf8",
    })
    const [again, answers] = JSON.parse(output.split("§")[1]!) as [number[], number[]]
    assert.equal(again.length, exact.length)
    again.forEach((value, i) => {
      assert.ok(Math.abs(value - exact[i]!) <= 1e-12, `${value}, not ${exact[i]}`)
    })
    const here = await trained.predict(rows as unknown as Row[])
    here.forEach(({ probabilities }, i) => {
      assert.ok(Math.abs(probabilities.yes! - answers[i]!) <= 1e-6)
    })
    const bundle = await readFile(join(folder, "bundle.json"), "utf8")
    assert.doesNotMatch(bundle, /@mail\.example/, "no address of a training row is saved with the model")
  } finally {
    await rm(folder, { recursive: true })
  }
})

test("a model of free text says, where it is handed numbers, that it takes texts", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kaon-steps-"))
  try {
    const prepared = await base(people(), "note").encode("tf-idf", { maxFeatures: 10 })
    await (await fit(mlp(prepared), prepared, { epochs: 1 })).save(folder)
    using model = await loadModel(folder)
    assert.equal((await model.classify([{ note: "very happy" }])).length, 1)
    assert.throws(() => model.predictTensor(new Float32Array(1), 1), {
      code: "DATA_INVALID",
      message: /"note" takes texts/,
    })
  } finally {
    await rm(folder, { recursive: true })
  }
})

test("rows give dates as text or Date, numbers as text, and null where nothing is known", async () => {
  const prepared = await everything(people())
  const trained = await fit(mlp(prepared), prepared, { epochs: 1 })
  const row = {
    age: 30,
    income: 50_000,
    city: "Rome",
    note: "very happy",
    joined: "2020-05-03",
    member: true,
    email: "",
  }
  const yes = async (change: object) =>
    (await trained.predict({ ...row, ...change } as unknown as Row)).probabilities.yes
  assert.equal(await yes({ joined: new Date("2020-05-03") }), await yes({}))
  assert.equal(await yes({ joined: "2020-05-03 00:00:00" }), await yes({}))
  assert.equal(await yes({ age: "30" }), await yes({}))
  assert.ok(Number.isFinite(await yes({ age: null, income: null, city: null, note: null, joined: null, member: null })))
  await assert.rejects(yes({ joined: "yesterday" }), {
    code: "DATA_INVALID",
    message: /"joined" takes dates; "yesterday" is none/,
  })
  await assert.rejects(trained.predict({ age: 30 } as Row), {
    code: "DATA_INVALID",
    message: /lacks the column "income"/,
  })
})

test("outliers are dropped from the training rows alone, clipped, blanked or flagged", async () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({ x: i === 7 || i === 90 ? 1e6 : i % 10, y: i }))
  const of = (action: "drop" | "clip" | "missing" | "flag") =>
    data.from(rows).predict("y").outliers("iqr", { action }).split({ time: "y", test: 0.2 })
  const dropped = await of("drop")
  assert.deepEqual([dropped.train.size, dropped.test.size], [79, 20])
  assert.ok(!dropped.train.indices.includes(7) && dropped.test.indices.includes(90))
  const clipped = await of("clip")
  assert.ok(Math.max(...clipped.train.xs, ...clipped.test.xs) < 20)
  const blank = await data
    .from(rows)
    .predict("y")
    .outliers("iqr", { action: "missing" })
    .fillMissing("median")
    .split({ time: "y", test: 0.2 })
  assert.ok(Math.max(...blank.train.xs) < 20)
  const flagged = await of("flag")
  assert.deepEqual(flagged.shape, [2])
  assert.deepEqual([flagged.train.xs[7 * 2 + 1], flagged.train.xs[8 * 2 + 1], flagged.test.xs[10 * 2 + 1]], [1, 0, 1])
})

test("an isolation forest finds what was planted, whatever the seed", async () => {
  const random = randomFrom(1)
  const rows = Array.from({ length: 500 }, (_, i) => ({
    x: i < 10 ? 8 + random() : random() * 2,
    z: i < 10 ? -8 : random() * 2,
    y: i,
  }))
  for (const seed of [0, 1, 2]) {
    const { train } = await data
      .from(rows)
      .predict("y")
      .outliers("isolation-forest", { contamination: 0.02, seed })
      .split({ test: 1e-9 })
    assert.equal(train.size, 490)
    assert.deepEqual(
      [...train.indices].filter(row => row < 10),
      [],
    )
  }
})

test("duplicates and gaps are looked for in the columns that are named", async () => {
  const rows = [
    { a: 1, b: "x", y: 1 },
    { a: 1, b: "y", y: 2 },
    { a: null, b: "x", y: 3 },
    { a: 2, b: null, y: 4 },
  ]
  const left = async (builder: DatasetBuilder) => {
    const { train } = await builder.fillMissing(0).encode("ordinal").split({ test: 1e-9 })
    return train.rows().map(row => row.y)
  }
  const table = data.from(rows).predict("y")
  assert.deepEqual(await left(table.dropDuplicates()), [1, 2, 3, 4])
  assert.deepEqual(await left(table.dropDuplicates({ columns: ["a"] })), [1, 3, 4])
  assert.deepEqual(await left(table.dropMissing({ columns: ["b"] })), [1, 2, 3])
  await assert.rejects(left(table.dropMissing({ columns: ["c"] })), { code: "DATA_INVALID", message: /no column "c"/ })
})

test("what tells who somebody is is found, and numbers that only look like it are not", () => {
  const found = (text: string, names = ["email", "card", "phone", "ip"] as const) => isFound(text, names)
  for (const text of [
    "ann@mail.example",
    "Ann <ann.b+c@sub.mail.example>",
    "+47 22 33 44 55",
    "(030) 123-4567",
    "4111 1111 1111 1111",
    "at 192.168.0.12",
  ]) {
    assert.ok(found(text), text)
  }
  for (const text of ["2024-01-31", "version 1.2", "12345678", "3.14159265", "a@b", "999.1.1.1"]) {
    assert.ok(!found(text), text)
  }
  assert.ok(luhn("4111-1111-1111-1111") && luhn("378282246310005") && !luhn("4111111111111112") && !luhn("0"))
  for (const name of [
    "email",
    "E-Mail",
    "first_name",
    "lastName",
    "phone",
    "date_of_birth",
    "ip_address",
    "creditCardNumber",
  ])
    assert.ok(isTelling(name), name)
  for (const name of ["age", "filename", "emails_sent", "unnamed", "nameless", "address_count"])
    assert.ok(!isTelling(name), name)
})

test("masking keeps the rest of a text, hashing keeps what is equal equal, dropping takes whole columns", async () => {
  const rows = Array.from({ length: 10 }, (_, i) => ({
    contact: `call +47 22 33 44 ${50 + i} or ann${i % 2}@mail.example`,
    mail: `ann${i % 2}@mail.example`,
    phone: 22334400 + i,
    x: i,
    y: i,
  }))
  const table = data.from(rows).predict("y").split({ test: 1e-9 })
  const masked = await table
    .deidentify("mask", { columns: ["contact"] })
    .deidentify("drop", { columns: ["mail", "phone"] })
    .encode("one-hot")
  assert.deepEqual(masked.steps.find(({ step }) => step === "encode one-hot")!.state, {
    categories: ["call <phone> or <email>"],
  })
  assert.deepEqual(masked.shape, [2])
  const hashed = await table.deidentify("hash", { key: "a" }).encode("ordinal")
  const again = await table.deidentify("hash", { key: "b" }).encode("ordinal")
  const categories = (dataset: typeof hashed) =>
    dataset.steps.findLast(({ column }) => column === "mail")!.state.categories as string[]
  assert.equal(categories(hashed).length, 2)
  assert.match(categories(hashed)[0]!, /^[0-9a-f]{16}$/)
  assert.notDeepEqual(categories(hashed), categories(again))
  const dropped = await table.deidentify("drop")
  assert.deepEqual(dropped.shape, [1])
})

test("a step that cannot be done to a column, and one that is missing, are said before any training", async () => {
  const table = data.from(people()).predict("happy", { features: ["city", "joined", "age"] })
  await assert.rejects(async () => await table.scale("standard", { columns: ["city"] }), {
    code: "DATA_INVALID",
    message: /"scale standard" cannot be done to column "city"/,
  })
  await assert.rejects(async () => await table.scale("standard", { columns: ["citty"] }), {
    code: "DATA_INVALID",
    message: /no column "citty"/,
  })
  await assert.rejects(async () => await table.encode("one-hot"), {
    code: "DATA_INVALID",
    message: /"joined" holds dates/,
  })
  await assert.rejects(async () => await table.dateParts(), { code: "DATA_INVALID", message: /"city" holds texts/ })
  const gaps = await table.encode("one-hot").dateParts()
  assert.throws(() => gaps.train.xs, { code: "DATA_INVALID", message: /column "(age|joined)" that is not a number/ })
})

test("a table streams through the steps of a dataset to the very numbers that the dataset holds", async () => {
  const table = await data.from(people(), "people")
  const prepared = await base(people(), "income").fillMissing("mean").scale("standard").split({ test: 1e-9 })
  const [xs, ys]: [number[], number[]] = [[], []]
  for await (const batch of prepared.stream(table, { batch: 64 })) {
    xs.push(...batch.xs)
    ys.push(...batch.ys)
  }
  assert.deepEqual(xs, [...prepared.train.xs])
  assert.deepEqual(ys, [...prepared.train.ys])
  const strange = await data.from([{ income: 1, happy: "perhaps" }])
  await assert.rejects(prepared.stream(strange).next(), {
    code: "DATA_INVALID",
    message: /perhaps in column "happy", which is none of the classes/,
  })
})

test("tokens are numbers of a fixed length: padding, unknown, then the most frequent first", async () => {
  const rows = ["b a a", "a b c", "c d"].map((text, y) => ({ text, y }))
  const tokens = await data
    .from(rows)
    .predict("y")
    .encode("tokens", { by: "character", length: 6, vocabulary: 3 })
    .split({ test: 1e-9 })
  assert.deepEqual(tokens.shape, [6])
  assert.deepEqual([...tokens.train.xs.subarray(0, 6)], [4, 2, 3, 2, 3, 0])
  assert.deepEqual([...tokens.train.xs.subarray(12, 18)], [1, 2, 1, 0, 0, 0])
})

test("a profile holds each column before and after, and says where splits differ", async () => {
  const rows = Array.from({ length: 400 }, (_, i) => ({
    t: i,
    drifting: i + (i % 7),
    steady: (i * 37) % 11,
    kind: i % 2 ? "a" : "b",
  }))
  const prepared = await data
    .from(rows)
    .predict("drifting")
    .scale("min-max")
    .encode("one-hot")
    .split({ time: "t", test: 0.25 })
  const profile = prepared.profile()
  const named = (name: string) => profile.columns.find(column => column.name === name)!
  assert.deepEqual([named("t").figures!.min, named("t").figures!.max, named("t").count], [0, 299, 300])
  assert.deepEqual([named("t prepared").figures!.min, named("t prepared").figures!.max], [0, 1])
  assert.deepEqual(named("kind").top, [
    { value: "a", count: 150 },
    { value: "b", count: 150 },
  ])
  assert.deepEqual(
    profile.drift.filter(({ large }) => large).map(({ column, split }) => [column, split]),
    [
      ["drifting", "test"],
      ["t", "test"],
    ],
  )
  assert.match(String(profile), /differs from the training split: drifting in test \(0\.9933\), t in test \(1\)/)
  const calm = (await data.from(rows).predict("drifting").encode("one-hot").split({ seed: 1 })).profile()
  assert.match(String(calm), /no column differs/)
})

test("the profile of a table by DuckDB and that of a dataset give the same figures", async () => {
  const rows = people().map(({ age, income, city, happy }) => ({ age, income, city, happy }))
  const byTable = await (await data.from(rows)).profile()
  const prepared = await data.from(rows).predict("happy").fillMissing(0).encode("one-hot").split({ test: 1e-9 })
  const byDataset = prepared.profile()
  for (const name of ["age", "income"]) {
    const [a, b] = [byTable, byDataset].map(profile => profile.columns.find(column => column.name === name)!)
    assert.deepEqual([a!.count, a!.missing, a!.distinct], [b!.count, b!.missing, b!.distinct])
    for (const key of ["min", "max", "mean", "std"] as const)
      assert.ok(Math.abs(a!.figures![key] - b!.figures![key]) <= 1e-9 * Math.abs(b!.figures![key]), key)
    for (const [i, value] of a!.figures!.quantiles.entries())
      assert.ok(Math.abs(value - b!.figures!.quantiles[i]!) < 1e-9)
    assert.deepEqual(a!.figures!.histogram, b!.figures!.histogram)
  }
  assert.deepEqual(
    byTable.columns.find(({ name }) => name === "city")!.top,
    byDataset.columns.find(({ name }) => name === "city")!.top,
  )
  assert.ok(Math.abs(byTable.correlations.matrix[0]![1]! - byDataset.correlations.matrix[0]![1]!) < 1e-12)
})
