import assert from "node:assert/strict"
import { test } from "node:test"
import { drawnPart, marksIn } from "../../electron/renderer/editor/longlines.ts"

const long = `const text = "${"0123456789".repeat(20_000)}needle${"x".repeat(100)}"`
const at = long.indexOf("needle")

test("a source without a long line is drawn whole, whatever place is asked for", () => {
  const source = "line\n".repeat(5000)
  assert.deepEqual(drawnPart(source, 20_000), { text: source, from: 0 })
})

test("of a long line the part around a place is drawn, and no more than of its beginning", () => {
  assert.equal(drawnPart(long).from, 0)
  const part = drawnPart(long, at)
  assert.equal(part.text.indexOf("needle"), at - part.from)
  assert.ok(part.text.length <= drawnPart(long).text.length)
  assert.equal(drawnPart(long, 100).from, 0)
  const end = drawnPart(long, long.length - 1)
  assert.equal(end.from + end.text.length, long.length)
})

test("marks are those of the drawn part, cut at its beginning; a million others are left out", () => {
  const part = drawnPart(long, at)
  const marks = [
    ...Array.from({ length: 200_000 }, (_, start) => ({ start, end: start + 1 })),
    { start: at, end: at + 6 },
  ]
  const found = marksIn(marks, part)
  assert.ok(found.length <= part.text.length + 1)
  const last = found.at(-1)!
  assert.equal(part.text.slice(last.start, last.end), "needle")
  assert.deepEqual(marksIn([{ start: part.from - 3, end: part.from + 2 }], part), [{ start: 0, end: 2 }])
})
