import assert from "node:assert/strict"
import { test } from "node:test"
import { DuckDBInstance } from "@duckdb/node-api"
import { sqlTokens } from "../../kernel/cell/foreign/sql-lexer.ts"
import { sqlTables } from "../../kernel/cell/foreign/sql-tables.ts"
import { analyseCell, codeFacts, compileCell, isComplete } from "../../kernel/cell/index.ts"

const tablesIn = (sql: string): string[] => [...new Set(sqlTables(sqlTokens(sql)).map(({ value }) => value))].toSorted()

/** Queries whose tables DuckDB itself names. */
const queries = [
  "select * from t join u on t.a = u.a, v",
  "select a, b from t, (select 1 from u) x, lateral (select t.a) where c in (select c from w)",
  "with c as (select * from t), d(x) as materialized (select * from c) select * from c, d, e",
  "with t as (select * from t) select * from t",
  "with recursive r as (select 1 as n from seed union all select n + 1 from r where n < 5) select * from r",
  "from t select a, b where a > 1",
  "select * from (from t) x join (u join v on true) on true",
  "select extract(year from d), trim(both 'x' from s), substring(s from 2 for 3) from t",
  "select a is distinct from b, c from t order by a, b",
  `select * from "Odd Name" o, "select" s, T2`,
  "select 'from x' as a, $$ from y $$ as b, e'it\\'s from z' as c -- from w\n from t /* join a /* , b */ join c */ where 1 = 1",
  "summarize t",
  "describe t",
  "select (select max(a) from t) + (select 1 from u where u.b = outer_.b) from outer_",
  "select sum(a) over (partition by b order by c rows between 1 preceding and current row) s, c from t qualify s > 1",
  "select list_transform(l, x -> x + 1), {'a': a}, [a, b], a::int, b[1:2] from t limit 3 offset 1",
  "select * from t tablesample 10%, u using sample 5",
  "select case when a then b else c end, * exclude (a, b) from t group by all having count(*) > 1",
  "select * from s.qualified, t",
  "select count(*) filter (where a > 1), struct_pack(x := 1) from t window w as (partition by a)",
  "explain select * from t",
]

test("the tables that a query reads are found as DuckDB finds them", async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect()
  for (const sql of queries) {
    const known = connection.getTableNames(sql, false).filter(name => name !== "qualified")
    assert.deepEqual(tablesIn(sql), [...new Set(known)].toSorted(), sql)
    assert.ok(known.length > 0 || /^describe|^explain/.test(sql), `DuckDB finds tables in ${sql}`)
  }
  // What DuckDB does not tell of: its answer for these is empty.
  assert.deepEqual(tablesIn("pivot t on a, b using sum(c), avg(d) group by e"), ["t"])
  assert.deepEqual(tablesIn("select * from t pivot (sum(a) for b in (1, 2)) join u using (a)"), ["t", "u"])
  assert.deepEqual(tablesIn("copy t to 'x.csv'; copy (select * from u) to 'y.csv'; select * from v, w"), [
    "t",
    "u",
    "v",
    "w",
  ])
  assert.deepEqual(tablesIn("select * from read_csv('x.csv') r, range(3) q, t"), ["t"])
  assert.deepEqual(
    tablesIn("select * from t where exists (from u) union all select * from v intersect select a, b from w"),
    ["t", "u", "v", "w"],
  )
  assert.deepEqual(
    tablesIn("select * from t asof join u on t.a >= u.a positional join v semi join w using (a, b), x"),
    ["t", "u", "v", "w", "x"],
  )
  assert.deepEqual(tablesIn("select * from cities: 'c.csv', named: t"), ["t"])
})

test("text that is no SQL, or half of it, is read without an error", () => {
  for (const sql of [
    "",
    "select * from",
    "from (",
    ")",
    "with",
    "with a as (",
    "'",
    '"',
    "$$",
    "/*",
    "$",
    "from t,",
    "from .",
    "with a as",
  ])
    assert.doesNotThrow(() => tablesIn(sql), sql)
  for (const depth of [2000, 200_000]) assert.deepEqual(tablesIn(`select ${"(".repeat(depth)}1 from t`), ["t"])
  assert.deepEqual(
    tablesIn(`select 1 from a where ${"(".repeat(3000)}1${")".repeat(3000)} = 1 union select 2 from b`),
    ["a", "b"],
  )
  const many = Array.from({ length: 20_000 }, (_, i) => `select ${i} from t${i % 3};`).join("\n")
  assert.equal(analyseCell(`%%sql\n${many}`, { id: "a", number: 1 }).uses.length, 3)
})

test("a %%sql cell defines its name and uses the tables and parameters that it names, each with its place", () => {
  const facts = analyseCell(
    '%%sql totals\nSELECT city, sum(x) * $rate\nFROM sales JOIN "places" USING (city)\nWHERE x > $rate',
    {
      id: "a",
      number: 3,
    },
  )
  assert.deepEqual(facts.header, { stage: "sql", name: "totals", options: {} })
  assert.deepEqual(facts.defines, [{ name: "totals", line: 1, column: 7, offset: 6, kind: "const" }])
  assert.deepEqual(
    facts.uses.map(({ name, line, column }) => [name, line, column]),
    [
      ["rate", 2, 23],
      ["sales", 3, 6],
      ["places", 3, 17],
    ],
  )
  const nameless = analyseCell("// %%sql\nFROM 'a.csv'", { id: "a", number: 1 })
  assert.deepEqual([nameless.defines, nameless.uses], [[], []])
  assert.throws(() => analyseCell("%%sql my table\nFROM t", { id: "a", number: 1 }), /takes one name/)
  assert.throws(() => analyseCell("%%sql 2x\nFROM t", { id: "a", number: 1 }), /cannot be the name/)
})

test("for the cache, a query is its words: comments and spaces do not count, files and chance do", () => {
  const of = (source: string) => codeFacts(source)
  const plain = of("%%sql a\nSELECT b FROM t").normal
  assert.equal(of("%%sql a\n\n  SELECT b FROM   t").normal, plain)
  assert.equal(of("%%sql a\nSELECT b -- which\nFROM /* it */ t").normal, plain)
  for (const other of ["SELECT c FROM t", "SELECT 'b' FROM t", "SELECT b FROM u", "SELECT bFROM t"])
    assert.notEqual(of(`%%sql a\n${other}`).normal, plain, other)
  assert.deepEqual(of("%%sql\nFROM 'a.csv' JOIN read_parquet('b*.parquet')").reads, ["a.csv", "b*.parquet"])
  const effects = { "random()": /chance/, "now()": /time/, "getenv('X')": /outside/, "'https://x/y.csv'": /network/ }
  for (const [call, why] of Object.entries(effects)) assert.match(of(`%%sql\nSELECT ${call}`).effects.join(), why)
  assert.deepEqual(of("%%sql\nSELECT t.sample, 'now()' FROM t").effects, [])
})

test("a %%sql cell compiles whatever stands in it, on one line of the header", () => {
  const source = '%%sql odd\nSELECT \'`x`\u2028\', "await" FROM "class", "with space" WHERE a = $lr'
  const program = compileCell(source, { id: "a", number: 1, url: "kaon:a" })
  assert.deepEqual(
    program.facts.uses.map(({ name }) => name),
    ["lr"],
  )
  assert.deepEqual(program.map(1, 40), { line: 1, column: 1 })
  assert.ok(program.code.includes(JSON.stringify("SELECT '`x`\u2028'").slice(1, 12)))
  assert.equal(isComplete("%%sql").status, "incomplete")
  assert.equal(isComplete("%%sql a\nSELECT (").status, "complete")
})
