import assert from "node:assert/strict"
import { test } from "node:test"
import { mimeTypes } from "../../kernel/contracts/mime.ts"
import { displaySymbol, plot } from "../../kernel/learn/index.ts"

interface Spec {
  $schema: string
  mark: string
  data: { values: object[] }
  encoding: Record<string, { type: string }>
}

const daily = [
  { date: "2024-01-01", high: 4.5, city: "A" },
  { date: "2024-01-02", high: Number.NaN, city: "B" },
]

test("charts come as Vega-Lite 5 and 6 with a table in text, from rows or from columns", () => {
  const bundle = plot.line(daily, { x: "date", y: "high", color: "city", title: "Highs" })[displaySymbol]()
  const spec = bundle[mimeTypes.vegaLite6] as Spec
  assert.match(spec.$schema, /v6/)
  assert.match((bundle[mimeTypes.vegaLite5] as Spec).$schema, /v5/)
  assert.deepEqual(spec.data.values[1], { date: "2024-01-02", high: null, city: "B" })
  const types = ["x", "y", "color"].map(channel => spec.encoding[channel]!.type)
  assert.deepEqual(types, ["temporal", "quantitative", "nominal"])
  assert.match(String(bundle["text/plain"]), /Highs\ndate +high +city/)
  const columns = plot.scatter({ a: Float32Array.of(1, 2), b: [3, 4] }, { x: "a", y: "b" })
  assert.deepEqual((columns.bundle[mimeTypes.vegaLite5] as Spec).data.values, [
    { a: 1, b: 3 },
    { a: 2, b: 4 },
  ])
})

test("histograms, bars and free specifications are charts too; a column that is not there is an error", () => {
  assert.ok(mimeTypes.vegaLite5 in plot.histogram(daily, { x: "high" }).bundle)
  assert.ok(mimeTypes.vegaLite5 in plot.bar(daily, { x: "city", y: "high" }).bundle)
  assert.equal((plot.vega({ mark: "bar" }).bundle[mimeTypes.vegaLite6] as { mark: string }).mark, "bar")
  assert.throws(() => plot.bar(daily, { x: "town", y: "high" }), { code: "DATA_INVALID", message: /"town"/ })
})
