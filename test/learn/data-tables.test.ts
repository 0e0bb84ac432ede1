import assert from "node:assert/strict"
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { gzipSync } from "node:zlib"
import { provideCurrentCell } from "../../kernel/contracts/context.ts"
import { mimeTypes } from "../../kernel/contracts/mimetypes.ts"
import { data, displaySymbol } from "../../kernel/learn/index.ts"

const weather = "day,city,high,rain\n2024-01-01,Oslo,-3.5,true\n2024-01-02,Rome,,false\n2024-01-03,Oslo,1,\n"
const long = (last: string) => `a,b\n${"1,2\n".repeat(30_000)}${last}\n`

let folder = ""
const interrupt = new AbortController()

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "kaon-tables-"))
  provideCurrentCell(() => ({ header: undefined, signal: interrupt.signal, display() {}, directory: folder }))
  const files: Record<string, string | Uint8Array> = {
    "weather.csv": weather,
    "weather.csv.gz": gzipSync(weather),
    "hidden.csv": gzipSync(weather),
    "cut.csv.gz": gzipSync(weather.repeat(50)).subarray(0, 60),
    "weather.tsv": weather.replaceAll(",", "\t"),
    "semicolon.csv": "a;b\n1,5;x\n2,5;y\n",
    "latin.csv": Buffer.from("name,n\nJosé,1\n", "latin1"),
    "utf16.csv": Buffer.concat([Uint8Array.of(0xff, 0xfe), Buffer.from("name,n\nJosé,1\n", "utf16le")]),
    "wide.csv": "a,b\n1,2\n3,4,5\n1,2\n",
    "quote.csv": 'a,b\n1,"2\n3,4\n',
    "late.csv": long("5,oops"),
    "half.csv": long("5,2.5"),
    "late-wide.csv": long("1,2,3"),
    "empty.csv": "",
    "archive.csv": "PK\u0003\u0004 and so on",
    "rows.json": '[{"a": 1, "b": "x"}, {"a": 2.5, "b": null}]',
    "rows.ndjson": '{"a": 1, "b": "x"}\n{"a": 2.5, "b": null}\n',
    "bad.ndjson": '{"a": 1}\n{"a": \n{"a": 2}\n',
    "part-1.csv": "a,b\n1,2\n",
    "part-2.csv": "a,b\n3,4\n",
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
})
after(() => rm(folder, { recursive: true, force: true }))

test("a CSV file is a table with types by its content, and rows are read by the page", async () => {
  const table = await data.csv("weather.csv")
  assert.deepEqual(
    table.columns.map(({ name, kind }) => [name, kind]),
    [
      ["day", "date"],
      ["city", "text"],
      ["high", "number"],
      ["rain", "class"],
    ],
  )
  assert.equal(await table.count(), 3)
  assert.deepEqual(await table.rows({ offset: 1, limit: 1 }), [
    { day: new Date("2024-01-02"), city: "Rome", high: null, rain: false },
  ])
  assert.match(String(table[displaySymbol]()["text/plain"]), /weather: 4 columns, 3 rows\nday +city +high +rain/)
})

for (const name of ["weather.csv.gz", "hidden.csv", "weather.tsv"]) {
  test(`${name} holds the same rows as the plain file`, async () => {
    assert.deepEqual(await (await data.csv(name)).rows(), await (await data.csv("weather.csv")).rows())
  })
}

test("encodings, delimiters, decimal commas, types, missing values and several files are read as asked", async () => {
  const first = async (query: ReturnType<typeof data.csv>) => (await (await query).rows())[0]
  assert.deepEqual(await first(data.csv("latin.csv", { encoding: "latin-1" })), { name: "José", n: 1 })
  assert.deepEqual(await first(data.csv("utf16.csv")), { name: "José", n: 1 })
  assert.deepEqual(await first(data.csv("semicolon.csv", { decimal: "," })), { a: 1.5, b: "x" })
  assert.deepEqual(await first(data.csv("semicolon.csv")), { a: "1,5", b: "x" })
  assert.deepEqual(await first(data.csv("part-1.csv", { types: { a: "text" } })), { a: "1", b: 2 })
  assert.deepEqual(await first(data.csv("weather.csv", { missing: ["Oslo", ""] }).select("city")), { city: null })
  assert.equal(await (await data.csv(["part-1.csv", "part-2.csv"])).count(), 2)
  assert.equal(await (await data.csv("part-*.csv")).count(), 2)
})

const failures: [
  string,
  () => PromiseLike<unknown>,
  { code: string; says: RegExp; fix: RegExp; line?: number; column?: number },
][] = [
  [
    "a file that is not there",
    () => data.csv("wether.csv"),
    { code: "FILE_NOT_FOUND", says: /no file "wether.csv"/, fix: /Did you mean "weather\.(csv|tsv)"/ },
  ],
  [
    "a row that is too long",
    () => data.csv("wide.csv"),
    { code: "DATA_INVALID", says: /"wide.csv", line 3 has 3 values/, fix: /quotes/, line: 3 },
  ],
  [
    "a quote that stays open",
    () => data.csv("quote.csv"),
    { code: "DATA_INVALID", says: /"quote.csv", line 2 opens a quote/, fix: /Close the quote/, line: 2 },
  ],
  [
    "a text far down among numbers",
    () => data.csv("late.csv").predict("a"),
    {
      code: "DATA_INVALID",
      says: /line 30002: column "b" holds "oops", which is not a number/,
      fix: /missing: \["oops"\]/,
      line: 30_002,
      column: 3,
    },
  ],
  [
    "a long row far down",
    () => data.csv("late-wide.csv").predict("a"),
    { code: "DATA_INVALID", says: /line 30002 has 3 values; the table has 2 columns/, fix: /quotes/, line: 30_002 },
  ],
  [
    "another encoding",
    () => data.csv("latin.csv"),
    {
      code: "DATA_INVALID",
      says: /"latin.csv", line 2, column 4: the byte 0xe9 is not UTF-8/,
      fix: /encoding: "latin-1"/,
      line: 2,
      column: 4,
    },
  ],
  [
    "a gzip file that is cut off",
    () => data.csv("cut.csv.gz"),
    { code: "DATA_INVALID", says: /damaged gzip/, fix: /again/ },
  ],
  ["an empty file", () => data.csv("empty.csv"), { code: "DATA_INVALID", says: /is empty/, fix: /again/ }],
  ["an archive", () => data.csv("archive.csv"), { code: "DATA_INVALID", says: /is a ZIP archive/, fix: /Unpack/ }],
  [
    "JSON that breaks off",
    () => data.json("bad.ndjson"),
    { code: "DATA_INVALID", says: /"bad.ndjson", line [23]: this is not JSON/, fix: /Correct the line/ },
  ],
  [
    "a CSV file as Parquet",
    () => data.parquet("weather.csv"),
    { code: "DATA_INVALID", says: /is not a Parquet file/, fix: /data\.csv/ },
  ],
  [
    "a CSV file as Arrow",
    () => data.arrow("weather.csv"),
    { code: "DATA_INVALID", says: /is not Arrow IPC/, fix: /Feather/ },
  ],
  [
    "a column that is not there",
    () => data.csv("weather.csv").predict("hihg"),
    { code: "DATA_INVALID", says: /has no column "hihg"/, fix: /Did you mean "high"/ },
  ],
  [
    "a type for a column that is not there",
    () => data.csv("weather.csv", { types: { hot: "number" } }),
    { code: "DATA_INVALID", says: /no column "hot" to give a type/, fix: /types/ },
  ],
  [
    "a wrong name in a query",
    () => data.sql("SELECT\n  hihg FROM 'weather.csv'"),
    { code: "QUERY_INVALID", says: /no column "hihg"/, fix: /high/, line: 2, column: 3 },
  ],
  [
    "a slip in a query over tables",
    async () => data.sql("SELECT city\nFORM w", { w: data.csv("weather.csv") }),
    { code: "QUERY_INVALID", says: /syntax error at or near "w"/, fix: /Correct the query/, line: 2, column: 6 },
  ],
  [
    "a table that is not there",
    () => data.sql("SELECT 1 FROM wether"),
    { code: "QUERY_INVALID", says: /no table "wether"/, fix: /hand tables over/ },
  ],
  [
    "a column of two types",
    () => data.from([{ a: 1 }, { a: "x" }]),
    { code: "DATA_INVALID", says: /Row 1 has "x" in column "a", where rows before it have a number/, fix: /one type/ },
  ],
  [
    "columns of two lengths",
    () => data.from({ a: [1, 2], b: [1] }),
    { code: "DATA_INVALID", says: /Column "b" has 1 values/, fix: /same number/ },
  ],
]

for (const [name, read, { code, says, fix, line, column }] of failures) {
  test(`${name} is ${code} and says where it is and what to do`, async () => {
    await assert.rejects(
      async () => await read(),
      (error: { code: string; message: string; fix: string; place?: { line?: number; column?: number } }) => {
        assert.equal(error.code, code, error.message)
        assert.match(error.message, says)
        assert.match(error.fix, fix)
        if (line !== undefined) assert.equal(error.place?.line, line)
        if (column !== undefined) assert.equal(error.place?.column, column)
        return true
      },
    )
  })
}

test("a fraction that comes after thousands of whole numbers keeps its value, and so do numbers of 60 bits", async () => {
  assert.deepEqual(await (await data.csv("half.csv")).rows({ offset: 30_000 }), [{ a: 5, b: 2.5 }])
  await writeFile(join(folder, "ids.csv"), `id\n${"1152921504606846977\n".repeat(30_000)}`)
  assert.deepEqual(await (await data.csv("ids.csv")).rows({ limit: 1 }), [{ id: "1152921504606846977" }])
})

test("SQL reads files, and tables that are handed over by name", async () => {
  const cities = data.from([
    { city: "Oslo", country: "Norway" },
    { city: "Rome", country: "Italy" },
  ])
  const joined = await data.sql(
    "SELECT country, count(*) AS days FROM 'weather.csv' JOIN cities USING (city) GROUP BY country -- by land",
    { cities },
  )
  assert.deepEqual(await joined.rows(), [
    { country: "Italy", days: 1 },
    { country: "Norway", days: 2 },
  ])
  const cold = await data.csv("weather.csv").where("high < 0").select("city", "high * 9 / 5 + 32 AS fahrenheit")
  assert.deepEqual(await cold.rows(), [{ city: "Oslo", fahrenheit: 25.7 }])
  assert.deepEqual(await (await cold.sql("SELECT count(*) AS n FROM this")).rows(), [{ n: 1 }])
})

test("groups without an order come in the same order at every run, so splits by seed take the same rows", async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => ({ key: i % 5_000, value: i }))
  const source = await data.from(rows)
  const run = async () => {
    const grouped = await data.sql("SELECT key, sum(value) AS total FROM source GROUP BY key", { source })
    return await grouped.predict("total").split({ seed: 1 })
  }
  const [first, second] = [await run(), await run()]
  assert.equal(first.fingerprint, second.fingerprint)
  assert.deepEqual(first.train.rows({ limit: 20 }), second.train.rows({ limit: 20 }))
})

test("what is written as CSV, Parquet, JSON and Arrow is read back with the same values", async () => {
  const table = await data.csv("weather.csv")
  const wanted = await table.rows()
  const readers = {
    csv: data.csv,
    tsv: data.tsv,
    parquet: data.parquet,
    json: data.json,
    ndjson: data.json,
    arrow: data.arrow,
  }
  for (const [ending, read] of Object.entries(readers)) {
    await table.write(`out.${ending}`)
    assert.deepEqual(await (await read(`out.${ending}`)).rows(), wanted, ending)
  }
  await assert.rejects(table.write("out.xls"), { code: "DATA_INVALID", message: /"\.xls"/ })
  await assert.rejects(table.write("no/such/out.csv"), { code: "WRITE_FAILED" })
  assert.deepEqual(
    (await readdir(folder)).filter(name => name.endsWith(".new")),
    [],
  )
})

test("Arrow carries missing values, letters of any length, whole numbers and several record batches", async () => {
  const rows = Array.from({ length: 70_000 }, (_, i) => ({
    n: i % 7 === 0 ? null : i / 8,
    big: BigInt(i) * 1_000_000_007n,
    text: i % 5 === 0 ? null : `日本 ${"x".repeat(i % 9)}`,
    on: i % 3 === 0 ? null : i % 2 === 0,
  }))
  const bytes = await (await data.from(rows)).arrow()
  const arrow = await import("apache-arrow")
  const table = arrow.tableFromIPC(bytes)
  assert.ok(table.batches.length > 1)
  assert.equal(table.numRows, rows.length)
  for (const row of [0, 1, 5, 41, 65_536, 69_999]) {
    assert.deepEqual({ ...table.get(row)!.toJSON() }, { ...rows[row]! })
  }
  assert.deepEqual(
    await (await data.arrow(bytes)).rows({ offset: 69_998 }),
    await (await data.from(rows)).rows({ offset: 69_998 }),
  )
})

test("a table becomes data to learn from: numbers, classes, dates and texts, missing ones marked", async () => {
  const prepared = await data
    .csv("weather.csv")
    .predict("high", { drop: ["day"] })
    .encode("one-hot")
    .split({ test: 1e-9 })
  assert.equal(prepared.task, "regression")
  assert.deepEqual(prepared.shape, [2 + 2])
  assert.deepEqual([...prepared.train.xs], [1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 0])
  const grades = await data.from({ x: [1, 2, 3, 4], grade: [10, 2, 10, 2] }).predict("grade", { as: "class" })
  assert.deepEqual(grades.classes, ["2", "10"])
})

test("texts come as they are: short ones and long, in every alphabet, repeated, none at all, and very many", async () => {
  const texts = Array.from({ length: 90_000 }, (_, i) =>
    i % 7 === 0
      ? ["", "Oslo", "Rome", "twelve bytes", "thirteen byte", "Ωμέγα", "東京都港区", "🙂🙂🙂", "🙂🙂🙂🙂"][i % 9]!
      : i < 8000
        ? ["a", "ab", "a ", "b", "ba"][i % 5]!
        : `text ${i}`,
  )
  const lines = texts.map((text, i) => `${i},"${text}",${i % 3 === 0 ? "" : i / 2}`)
  await writeFile(join(folder, "texts.csv"), `i,text,half\n${lines.join("\n")}\n`)
  await (await data.csv("texts.csv")).write("texts.parquet")
  for (const table of [data.csv("texts.csv"), data.parquet("texts.parquet")]) {
    const [text, half] = (
      await table
        .predict("i", { features: ["text", "half"] })
        .encode("ordinal")
        .fillMissing(-1)
    ).source.features
    assert.deepEqual(text!.values, texts)
    assert.ok(half!.values.length === texts.length && Number.isNaN(half!.values[0]) && half!.values[1] === 0.5)
  }
})

test("a query with few rows is run once", async () => {
  const file = join(folder, "once.csv")
  await writeFile(file, "city,n\nOslo,1\nRome,2\nOslo,3\n")
  const sums = await data.csv("once.csv").sql("SELECT city, sum(n) AS n FROM this GROUP BY city")
  await rm(file)
  const rows = [
    { city: "Oslo", n: 4 },
    { city: "Rome", n: 2 },
  ]
  assert.deepEqual(await sums.rows(), rows)
  assert.deepEqual(await sums.rows({ offset: 1, limit: 5 }), rows.slice(1))
  assert.equal(await sums.count(), 2)
  const many = await data.sql("SELECT range AS n FROM range(5000)")
  assert.equal(await many.count(), 5000)
  assert.deepEqual(
    (await many.rows({ offset: 4990 })).map(({ n }) => n),
    [4990, 4991, 4992, 4993, 4994, 4995, 4996, 4997, 4998, 4999],
  )
})

test("rows stream in batches, shuffled by a seed in a buffer, repeated and made ready ahead", async () => {
  const table = await data.sql("SELECT range AS n FROM range(10000)")
  const numbers = async (options: Parameters<typeof table.batches>[0]) => {
    const all: number[] = []
    for await (const batch of table.batches(options)) all.push(...batch.map(row => row.n as number))
    return all
  }
  const inOrder = Array.from({ length: 10_000 }, (_, i) => i)
  assert.deepEqual(await numbers({ batch: 512 }), inOrder)
  const [one, again, other] = [
    await numbers({ batch: 512, shuffle: 1000, seed: 1 }),
    await numbers({ batch: 512, shuffle: 1000, seed: 1 }),
    await numbers({ batch: 512, shuffle: 1000, seed: 2 }),
  ]
  assert.deepEqual(one, again)
  assert.notDeepEqual(one, other)
  assert.deepEqual(
    [...one].sort((a, b) => a - b),
    inOrder,
  )
  const twice = await numbers({ batch: 512, shuffle: 1000, seed: 1, repeat: 2 })
  assert.deepEqual(twice.slice(0, 10_000), one)
  assert.notDeepEqual(twice.slice(10_000), one)
  let taken = 0
  for await (const _ of table.batches({ batch: 10, prefetch: 4 })) if (++taken === 3) break
  assert.equal(taken, 3)
})

test("an endless query ends at an interrupt", async () => {
  const table = data.sql("SELECT count(*) FROM range(100000000000) a, range(1000) b")
  const stop = new AbortController()
  provideCurrentCell(() => ({ header: undefined, signal: stop.signal, display() {}, directory: folder }))
  setTimeout(() => stop.abort(), 50)
  await assert.rejects(async () => (await table).rows(), { code: "INTERRUPTED" })
  provideCurrentCell(() => ({ header: undefined, signal: interrupt.signal, display() {}, directory: folder }))
})

test("queries that run side by side do not disturb one another", async () => {
  const sums = Array.from({ length: 20 }, async (_, i) => {
    const table = await data.from(Array.from({ length: 500 }, (__, row) => ({ n: row * i })))
    const [{ total }] = (await (await table.sql("SELECT sum(n) AS total FROM this")).rows()) as [{ total: number }]
    return total
  })
  assert.deepEqual(
    await Promise.all(sums),
    Array.from({ length: 20 }, (_, i) => (i * 499 * 500) / 2),
  )
})

test("a sample is the same rows for the same seed, in their old order", async () => {
  const table = await data.sql("SELECT range AS n FROM range(1000)")
  const drawn = async (seed: number) => (await (await table.sample(50, seed)).rows()).map(row => row.n as number)
  const [one, again, other] = [await drawn(1), await drawn(1), await drawn(2)]
  assert.deepEqual(one, again)
  assert.notDeepEqual(one, other)
  assert.deepEqual(
    one,
    one.toSorted((a, b) => a - b),
  )
  assert.equal(one.length, 50)
})

test("a profile by DuckDB is data, and shown with histograms and correlations", async () => {
  const n = 5_000
  const x = Float64Array.from({ length: n }, (_, i) => ((i * 7919) % n) / 10)
  const profile = await (
    await data.from({
      x: Array.from(x, (value, i) => (i % 10 === 0 ? Number.NaN : value)),
      y: Array.from(x, value => 3 * value - 1),
      kind: Array.from(x, (_, i) => ["a", "b", "b"][i % 3]!),
    })
  ).profile()
  const [first, , kind] = profile.columns
  assert.deepEqual([first!.count, first!.missing, first!.distinct], [4500, 500, 4500])
  assert.equal(
    first!.figures!.histogram.counts.reduce((a, b) => a + b, 0),
    4500,
  )
  assert.deepEqual(kind!.top?.[0], { value: "b", count: 3333 })
  assert.ok(profile.correlations.matrix[0]![1]! > 1 - 1e-12)
  const bundle = profile[displaySymbol]()
  assert.match(String(bundle["text/plain"]), /5,000 rows[\s\S]*▇|█/)
  assert.match(String(bundle["text/plain"]), /correlated: x ~ y 1/)
  assert.equal((bundle[mimeTypes.table] as { rows: unknown[] }).rows.length, 3)
})

test("the file is not read before the table is awaited, and never written to", async () => {
  const query = data.csv("not-yet.csv").where("a > 1")
  await writeFile(join(folder, "not-yet.csv"), "a\n1\n2\n")
  assert.deepEqual(await (await query).rows(), [{ a: 2 }])
  assert.equal(await readFile(join(folder, "not-yet.csv"), "utf8"), "a\n1\n2\n")
})
