import assert from "node:assert/strict"
import { test } from "node:test"
import { cellText, columnWidth, figureText } from "../../electron/renderer/grid/cell.ts"
import { asTsv, moved, selection } from "../../electron/renderer/grid/cursor.ts"
import { Pages } from "../../electron/renderer/grid/pages.ts"
import { stripAt, topShowing } from "../../electron/renderer/grid/scroll.ts"
import { tableSource } from "../../electron/renderer/grid/source.ts"
import { hasRows, listing, sizeText, typeOf } from "../../electron/renderer/variables/listing.ts"
import { orderOf, type Scalar } from "../../kernel/contracts/rows/order.ts"
import { profileOf } from "../../kernel/contracts/rows/profile.ts"

test("equal rows keep their order, and nothing comes last whichever way it is sorted", () => {
  const keys: Scalar[] = [2, null, 1, 2, null, 3]
  const order = (descending: boolean) => [
    ...orderOf({ total: 6, at: row => keys[row]! }, { filter: [], sort: { column: 0, descending } }),
  ]
  assert.deepEqual(order(false), [2, 0, 3, 5, 1, 4])
  assert.deepEqual(order(true), [5, 0, 3, 2, 1, 4])
})

test("numbers and texts in one column sort as texts, and filters understand numbers that were typed", () => {
  const keys: Scalar[] = ["10", 9, true, "b"]
  const at = (row: number) => keys[row]!
  assert.deepEqual([...orderOf({ total: 4, at }, { filter: [], sort: { column: 0, descending: false } })], [0, 1, 3, 2])
  const kept = (is: "=" | ">" | "contains", value: Scalar) => [
    ...orderOf({ total: 4, at }, { filter: [{ column: 0, is, value }] }),
  ]
  assert.deepEqual(kept("=", "9"), [1])
  assert.deepEqual(kept("=", "TRUE "), [2])
  assert.deepEqual(kept("contains", "1"), [0])
})

test("a profile's figures are those of the textbook, also far from zero", () => {
  const values = [1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4, null]
  const found = profileOf({ column: "x", type: "number" }, values.length, i => values[i]!)
  assert.deepEqual([found.count, found.missing, found.distinct, found.mean], [5, 1, 4, 1e9 + 2.5])
  assert.ok(Math.abs(found.deviation! - Math.sqrt(5 / 3)) < 1e-9)
  assert.deepEqual(
    found.bins.map(({ count }) => count),
    [1, 1, 1, 1],
  )
})

test("a profile of what is extreme, endless or empty stays a profile", () => {
  const of = (values: Scalar[]) => profileOf({ column: "x", type: "" }, values.length, i => values[i]!)
  const wide = of([-Number.MAX_VALUE, 0, Number.MAX_VALUE])
  assert.equal(
    wide.bins.reduce((sum, { count }) => sum + count, 0),
    3,
  )
  assert.ok(wide.bins.every(({ from, to }) => Number.isFinite(from) && Number.isFinite(to)))
  assert.deepEqual(of([Number.POSITIVE_INFINITY, 1]).max, 1)
  assert.deepEqual([of([]).min, of([null]).missing, of(["__proto__", "constructor"]).distinct], [null, 1, 2])
  assert.equal(of([5, 5, 5]).bins.length, 1)
})

test("a million rows scroll in proportion: the first and the last can be reached, and lines stand where they belong", () => {
  const extent = { count: 1_000_000, line: 26, height: 500 }
  const { drawn, first, end } = stripAt(extent, 0)
  assert.equal(drawn, 15_000_000)
  assert.deepEqual([first, end], [0, 28])
  const bottom = stripAt(extent, drawn - 500)
  assert.equal(bottom.end, 1_000_000)
  assert.ok(Math.abs(bottom.offset + (1_000_000 - bottom.first) * 26 - drawn) < 1)
  for (const row of [0, 5, 499_999, 999_999]) {
    const top = topShowing(extent, row, 7_000_000)
    const strip = stripAt(extent, top, 0)
    assert.ok(row >= strip.first && row < strip.end, String(row))
  }
  assert.equal(topShowing(extent, 3, 10), 10, "what is in view moves nothing")
})

test("the active cell goes where the grid pattern says, and Shift makes a selection of it", () => {
  const at = (row: number, column: number) => ({ at: { row, column }, from: { row, column } })
  const extent = { rows: 100, columns: 4, page: 10 }
  const to = (key: string, row = 5, column = 2) => moved(at(row, column), key, false, extent)?.at
  assert.deepEqual(to("ArrowUp", 0), { row: -1, column: 2 })
  assert.deepEqual(to("ArrowUp", -1), { row: -1, column: 2 })
  assert.deepEqual(to("PageDown", 95), { row: 99, column: 2 })
  assert.deepEqual(to("Mod+End"), { row: 99, column: 3 })
  assert.deepEqual(to("Home"), { row: 5, column: 0 })
  assert.equal(to("Q"), undefined)
  const grown = moved(moved(at(5, 2), "ArrowUp", true, extent)!, "ArrowLeft", true, extent)!
  assert.deepEqual(selection(grown), { top: 4, bottom: 5, left: 1, right: 2 })
})

test("copied cells are quoted where a spreadsheet would break them", () => {
  assert.equal(
    asTsv([
      ["a", 1, null],
      ['say "x"', "two\nlines", "tab\t"],
    ]),
    'a\t1\t\n"say ""x"""\t"two\nlines"\t"tab\t"',
  )
})

test("a table of an output sorts and filters what it holds, and a hostile one harms nothing", async () => {
  const nested = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`)
  const source = tableSource({
    columns: [
      { name: "__proto__", type: "number" },
      { name: "constructor", type: "mixed" },
    ],
    rows: [[3, "x"], [1, nested], [2], [Number.NaN, { toString: "no function" }]],
    total: 9,
  })
  const page = await source.page({ sort: { column: "__proto__" } })
  assert.deepEqual(
    page.rows.slice(0, 2).map(([value]) => value),
    [1, 2],
  )
  assert.deepEqual([page.total, page.matching], [9, 4])
  assert.equal((await source.profile("constructor", [])).missing, 1)
  await assert.rejects(source.page({ sort: { column: "toString" } }), /no column/)
  assert.equal(({} as Record<string, unknown>).x, undefined)
})

test("pages are fetched once each, when they come into view, and a busy source is asked again", async t => {
  t.mock.timers.enable({ apis: ["setTimeout"] })
  const asked: number[] = []
  let busy = true
  const source = {
    page: async ({ start = 0, count = 0 }) => {
      asked.push(start)
      if (busy) throw Object.assign(new Error("busy"), { code: "BUSY" })
      const rows = Array.from({ length: count }, (_, i) => [start + i])
      return { columns: [{ name: "n", type: "number" }], rows, start, total: 1000, totalColumns: 1, matching: 1000 }
    },
    profile: () => Promise.reject(new Error("none")),
  }
  const pages = new Pages(source, { sort: undefined, filter: [] })
  const change = () => new Promise<void>(resolve => pages.subscribe(resolve))
  let changed = change()
  pages.want(0, 20)
  await changed
  assert.equal(pages.problem, "busy")
  busy = false
  changed = change()
  t.mock.timers.tick(1000)
  await changed
  assert.equal(pages.problem, undefined)
  assert.deepEqual(pages.row(7), [7])
  changed = change()
  pages.want(90, 150)
  pages.want(95, 160)
  await changed
  assert.deepEqual(asked, [0, 0, 100])
  assert.deepEqual(pages.row(142), [142])
})

test("variables are found by any of their words, and sorted by what they take", () => {
  const variable = (name: string, type: string, more = {}) => ({ name, type, preview: `${type} of ${name}`, ...more })
  const variables = [
    variable("b", "Tensor", { shape: [2, 3], bytes: 24 }),
    variable("a", "number"),
    variable("c", "Array", { shape: [1000] }),
    variable("a", "string"),
  ]
  const names = (text: string, by: "name" | "type" | "size" = "name") =>
    listing(variables, text, by).map(({ name }) => name)
  assert.deepEqual(names(""), ["a", "b", "c"])
  assert.deepEqual(names("", "size"), ["c", "b", "a"])
  assert.deepEqual(names("tensor OF"), ["b"])
  assert.equal(listing(variables, "a string", "name")[0]?.type, "string")
  assert.deepEqual(
    [typeOf(variables[0]!), hasRows(variables[0]!), hasRows(variables[1]!)],
    ["Tensor 2 × 3", true, false],
  )
  assert.deepEqual([sizeText(24), sizeText(4_000_000), sizeText(undefined)], ["24 B", "4.0 MB", ""])
})

test("figures read as a person says them", () => {
  assert.deepEqual(
    [cellText(1234567.891), cellText(0.1 + 0.2), cellText(1e-9), cellText(null)],
    ["1234568", "0.3", "1.0000e-9", ""],
  )
  assert.equal(figureText(0, "datetime64[ns]"), "1970-01-01 00:00:00")
  assert.equal(columnWidth("x".repeat(500), "", []), 320)
})
