import assert from "node:assert/strict"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import type { Execution } from "../../kernel/client/index.ts"
import { type Table, tableSchema } from "../../kernel/contracts/mime.ts"
import { mimeTypes } from "../../kernel/contracts/mimetypes.ts"
import { startOurs, textOf } from "./kernel.ts"

function tableOf(execution: Execution): Table {
  const result = execution.outputs.find(({ type }) => type === "execute_result")
  assert.ok(result, JSON.stringify(execution.error ?? execution.outputs))
  return tableSchema.parse((result.content.data as Record<string, unknown>)[mimeTypes.table])
}

/** The failure's message, with the place that the kernel gives it. */
function failureOf({ error, metadata }: Execution) {
  const told = (metadata.kaon as { error?: { line?: number; column?: number; fix?: string } } | undefined)?.error
  return {
    message: error?.evalue ?? "",
    line: told?.line,
    column: told?.column,
    fix: told?.fix ?? "",
    lines: error?.traceback ?? [],
  }
}

test("a %%sql cell selects from files, tables, datasets and plain values, and gives a table to the cells below", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kaon-sql-"))
  try {
    await writeFile(join(folder, "iris.csv"), "length,kind\n5.5,a\n4.5,b\n4,b\n")
    await using kernel = await startOurs(folder)
    const fromFile = tableOf(
      await kernel.execute("%%sql mean\nSELECT kind, avg(length) AS m FROM 'iris.csv' GROUP BY kind ORDER BY kind"),
    )
    assert.deepEqual(
      fromFile.columns.map(({ name }) => name),
      ["kind", "m"],
    )
    assert.deepEqual(
      [fromFile.rows, fromFile.total],
      [
        [
          ["a", 5.5],
          ["b", 4.25],
        ],
        2,
      ],
    )
    assert.equal(textOf(await kernel.execute("(await mean.rows())[1].m")), "4.25")

    await kernel.execute(
      'const rows = [{ kind: "a", weight: 2 }, { kind: "b", weight: 3 }]\nconst columns = { n: Float64Array.of(1, 2, 3) }\nconst iris = await data.csv("iris.csv")\nconst query = data.csv("iris.csv")',
    )
    const joined = tableOf(
      await kernel.execute("%%sql\nSELECT kind, m * weight AS w FROM mean JOIN rows USING (kind) ORDER BY 1"),
    )
    assert.deepEqual(joined.rows, [
      ["a", 11],
      ["b", 12.75],
    ])
    assert.deepEqual(tableOf(await kernel.execute("%%sql\nSELECT sum(n)::INT FROM columns")).rows, [[6]])
    assert.deepEqual(tableOf(await kernel.execute("%%sql\nSELECT count(*) FROM iris, query")).rows, [[9]])
    assert.deepEqual(tableOf(await kernel.execute("// %%sql\nSUMMARIZE iris")).rows.length, 2)

    await kernel.execute(
      'import source from "kaon:datasets/digits"\nconst digits = await source.load().split({ test: 0.2, seed: 7 })',
    )
    const counts = tableOf(
      await kernel.execute("%%sql\nSELECT split, count(*) AS n FROM digits GROUP BY ALL ORDER BY n"),
    )
    assert.equal(
      counts.rows.reduce((sum, [, n]) => sum + Number(n), 0),
      1797,
    )
    assert.deepEqual(counts.rows.map(([split]) => split).toSorted(), ["test", "train"])
  } finally {
    await rm(folder, { recursive: true })
  }
})

test("parameters are values of cells; statements run in order; a large result is paged", async () => {
  await using kernel = await startOurs(tmpdir())
  await kernel.execute('%%params\nconst n = 3\nconst from = "x"\nconst at = new Date(0)\nconst list = [1, 3]')
  const rows = tableOf(
    await kernel.execute(
      "%%sql\nSELECT $from || i AS x, $at::DATE AS d FROM range(10) t(i) WHERE i IN (SELECT unnest($list)) OR i > 8 LIMIT $n",
    ),
  ).rows
  assert.deepEqual(rows, [
    ["x1", "1970-01-01"],
    ["x3", "1970-01-01"],
    ["x9", "1970-01-01"],
  ])
  const many = tableOf(
    await kernel.execute(
      "%%sql many\nCREATE TEMP TABLE t AS SELECT range AS i FROM range(250000);\nSELECT i, i AS i FROM t -- last\n;",
    ),
  )
  assert.deepEqual([many.total, many.rows.length], [250_000, 1000])
  assert.deepEqual(
    many.columns.map(({ name }) => name),
    ["i", "i_1"],
  )
  assert.equal(textOf(await kernel.execute("await many.count()")), "250000")
  const wide = tableOf(
    await kernel.execute(
      `%%sql\nSELECT ${Array.from({ length: 300 }, (_, i) => `${i} AS c${i}`).join()} FROM range(5000)`,
    ),
  )
  assert.deepEqual([wide.total, wide.rows.length], [5000, 66])
  const odd = tableOf(
    await kernel.execute(
      "%%sql\nSELECT NULL AS a, [1, 2] AS b, {'x': 1} AS c, 10::HUGEINT AS d, TIMESTAMP '2020-01-01' AS e, INTERVAL 1 DAY AS f, 'ok'::ENUM('ok', 'no') AS g",
    ),
  )
  assert.equal(odd.rows.length, 1)
})

test("what is wrong with a query is said as DuckDB says it, at its line and column of the cell", async () => {
  await using kernel = await startOurs(tmpdir())
  await kernel.execute("const seven = 7\nconst t = [{ a: 1 }]\nconst none = []")
  const wrong: readonly [source: string, message: RegExp, line?: number, column?: number, fix?: RegExp][] = [
    ["%%sql\nSELECT a,\n  bx\nFROM t", /no column "bx"/, 3, 3],
    ["\n\n%%sql x\n\nSELCT 1", /syntax error at or near "SELCT"/, 5, 1],
    ["%%sql\nSELECT 1;\nSELECT *\nFROM nowhere", /no table "nowhere"/, 4, 6, /cell above/],
    ["%%sql\nSELECT * FROM seven", /"seven" is a number, and no table/, 2, 15],
    ["%%sql\nSELECT * FROM none", /"none" is an empty array, and no table/, 2, 15],
    ["%%sql\nSELECT a\nFROM t WHERE a > $rate", /No cell above defines the parameter "rate"/, 3, 18, /%%params/],
    ["%%sql\nSELECT a FROM t WHERE a > $t", /no number, text, truth value/, 2, 27],
    ["%%sql\nSELECT ?", /parameter without a name/],
    ["%%sql\nFROM 'missing.csv'", /no file "missing.csv"/],
    ["%%sql\n  ", /no query below its header/, 1, 1],
    ["%%sql\nSELECT CAST('x' AS INT)", /Could not convert string 'x'/],
    ["%%sql --limit 3\nSELECT 1", /no option --limit/, 1, 1],
  ]
  for (const [source, message, line, column, fix] of wrong) {
    const failure = failureOf(await kernel.execute(source))
    assert.match(failure.message, message, source)
    if (line !== undefined)
      assert.deepEqual([failure.line, failure.column], [line, column], `${source}: ${failure.message}`)
    if (fix !== undefined) assert.match(failure.fix, fix)
    assert.ok(!failure.lines.join("\n").includes("kaon:sql"), "the machinery is not shown")
  }
  const shown = failureOf(await kernel.execute("%%sql\nSELECT a,\n  bx\nFROM t")).lines.join("\n")
  assert.match(shown, /> 3 \| {3}bx\n {4}\| {3}\^/, "the line is shown, with a mark under its column")
})

test("a query that runs long is interrupted, and the next one runs", async () => {
  await using kernel = await startOurs(tmpdir())
  await kernel.execute("%%sql\nSELECT 1")
  const running = kernel.execute(
    "%%sql\nSELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range % 7 = b.range % 11",
  )
  const busy = Promise.withResolvers<void>()
  const off = kernel.observe(({ header }) => header.msg_type === "execute_input" && busy.resolve())
  await busy.promise
  off()
  await new Promise(resolve => setTimeout(resolve, 300))
  await kernel.interrupt()
  const { status } = await running
  assert.equal(status, "error")
  assert.deepEqual(tableOf(await kernel.execute("%%sql\nSELECT 2 AS two")).rows, [[2]])
})

test("a query is completed with tables, parameters and columns of other cells, and TypeScript says nothing of it", async () => {
  await using kernel = await startOurs(tmpdir())
  await kernel.execute('const sales = [{ city: "x", amount: 1 }]\nconst rate = 2\nfunction helper() {}')
  await kernel.execute("%%sql totals\nSELECT city, sum(amount) AS whole FROM sales GROUP BY ALL")
  const extension = await kernel.extension()
  const source = "%%sql\nSELECT  FROM totals t JOIN sales s WHERE t. > $"
  const cells = [
    { id: "a", source: 'const sales = [{ city: "x", amount: 1 }]\nconst rate = 2\nfunction helper() {}' },
    { id: "b", source: "%%sql totals\nSELECT city, sum(amount) AS whole FROM sales GROUP BY ALL" },
    { id: "c", source },
    { id: "d", source: "totals.columns\nconst wrong: string = totals" },
  ]
  await extension.call("language.setCells", { cells })
  const labels = async (offset: number) =>
    (await extension.call("language.complete", { cell: cells[2]!, offset })).items.map(({ label }) => label)
  const selected = await labels(source.indexOf("  FROM") + 1)
  for (const name of ["city", "amount", "whole", "totals", "SELECT", "sum"]) assert.ok(selected.includes(name), name)
  assert.ok(!selected.includes("Array") && !selected.includes("helper"))
  assert.deepEqual((await labels(source.indexOf("t. ") + 2)).toSorted(), ["city", "whole"])
  assert.deepEqual((await labels(source.length)).toSorted(), ["rate", "sales", "totals"])
  assert.deepEqual((await labels(source.indexOf("JOIN ") + 5)).toSorted(), ["rate", "sales", "totals"])

  const { diagnostics } = await extension.call("language.diagnose", { cell: cells[2]! })
  assert.deepEqual(diagnostics, [])
  const below = await extension.call("language.diagnose", { cell: cells[3]! })
  assert.match(below.diagnostics.map(({ message }) => message).join(), /'Table' is not assignable to type 'string'/)
  const { definitions } = await extension.call("language.definition", { cell: cells[3]!, offset: 2 })
  assert.deepEqual(
    definitions.map(({ cellId, start }) => [cellId, start]),
    [["b", 6]],
  )
  const { edits } = await extension.call("language.rename", { cell: cells[3]!, offset: 2, newName: "sums" })
  assert.ok(edits.some(({ cellId, start }) => cellId === "b" && start === 6))
})

test("a query's table is gone through in the variables: by page, sorted, filtered and profiled by its database", async () => {
  await using kernel = await startOurs(tmpdir())
  const extension = await kernel.extension()
  await kernel.execute(
    "%%sql t\nSELECT i, 'name ' || (i % 3) AS name, DATE '2024-01-01' + i::INT AS day FROM range(5000) r(i)",
  )
  const { variables } = await extension.call("variables.list", {})
  assert.deepEqual(variables.find(({ name }) => name === "t")?.shape, [5000, 3])
  const page = await extension.call("variables.page", {
    name: "t",
    start: 1,
    count: 2,
    sort: { column: "i", descending: true },
    filter: [
      { column: "name", is: "contains", value: "NAME 2" },
      { column: "i", is: "<", value: 100 },
    ],
  })
  const rows = page.rows.map(([i, name]) => [String(i), name])
  assert.deepEqual(
    [page.total, page.matching, rows],
    [
      5000,
      33,
      [
        ["95", "name 2"],
        ["92", "name 2"],
      ],
    ],
  )
  const profile = await extension.call("variables.profile", { name: "t", column: "i" })
  assert.deepEqual([profile.count, profile.min, profile.max], [5000, 0, 4999])
  await assert.rejects(extension.call("variables.page", { name: "t", sort: { column: "no" } }), /no column/)
})
