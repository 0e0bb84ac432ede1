import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import type { ExtensionClient, KernelClient } from "../../kernel/client/index.ts"
import { startOurs, textOf } from "./kernel.ts"

let kernel: KernelClient
let kaon: ExtensionClient
before(async () => {
  kernel = await startOurs()
  kaon = await kernel.extension()
})
after(() => kernel.shutdown())

const run = async (code: string) => {
  const execution = await kernel.execute(code)
  assert.equal(execution.status, "ok", execution.error?.traceback.join("\n") ?? "")
  return execution
}

test("a column's profile counts, ranges and bins, over the rows that pass the filter", async () => {
  await run(
    `const people = Array.from({ length: 1000 }, (_, i) => ({ age: i % 10 === 0 ? null : i % 50, name: "n" + i % 3 }))`,
  )
  const ages = await kaon.call("variables.profile", { name: "people", column: "age" })
  assert.deepEqual([ages.count, ages.missing, ages.distinct, ages.min, ages.max], [1000, 100, 45, 1, 49])
  assert.equal(ages.mean?.toFixed(3), "25.000")
  assert.equal(ages.bins.length, 20)
  assert.equal(
    ages.bins.reduce((sum, { count }) => sum + count, 0),
    900,
  )
  const filter = [{ column: "age", is: "<" as const, value: 5 }]
  const names = await kaon.call("variables.profile", { name: "people", column: "name", filter })
  assert.deepEqual([names.count, names.distinct, names.mean, names.bins], [80, 3, null, []])
  assert.equal(names.top[0]?.count, 27)
  await assert.rejects(kaon.call("variables.profile", { name: "people", column: "no" }), /no column "no"/)
})

test("paging through a million sorted rows sorts once, and a cell that runs makes it anew", async t => {
  await run(
    "const many = Array.from({ length: 1_000_000 }, (_, i) => ({ n: (i * 7919) % 1_000_003, even: i % 2 === 0 }))",
  )
  const page = (start: number) =>
    kaon.call("variables.page", { name: "many", start, count: 100, sort: { column: "n" } })
  const begun = performance.now()
  const first = await page(0)
  const sorted = performance.now()
  const far = await page(999_900)
  const paged = performance.now() - sorted
  t.diagnostic(`sorted in ${Math.round(sorted - begun)} ms, the next page in ${Math.round(paged)} ms`)
  assert.equal(first.rows[0]?.[0], 0)
  assert.ok(far.rows.every(([n], i) => i === 0 || Number(n) > Number(far.rows[i - 1]![0])))
  assert.ok(paged < (sorted - begun) / 4)
  await run("many[500_000] = { n: -1, even: true }")
  assert.deepEqual((await page(0)).rows[0], [-1, true])
})

test("what a profile reads runs no user code", async () => {
  await run(`let asked: string[] = []
  const traps = [{ get a() { asked.push("get"); return 1 } }, { a: { toString() { asked.push("toString"); return "x" }, valueOf() { asked.push("valueOf"); return 2 } } }, { a: new Proxy({}, { get() { asked.push("proxy") } }) }]`)
  const found = await kaon.call("variables.profile", { name: "traps", column: "a" })
  assert.equal(found.count, 3)
  assert.equal(textOf(await run("asked.length")), "0")
})
