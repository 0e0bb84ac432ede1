import assert from "node:assert/strict"
import { test } from "node:test"
import { nameAt } from "../../electron/renderer/session/names.ts"
import { findAll, noQuery, replaced } from "../../electron/renderer/state/search.ts"
import { book } from "./book.ts"

const found = (query: Partial<typeof noQuery> & { within?: readonly string[] }) =>
  findAll(book("rate rates Rate", "$rate rate_1 rate", "速率 rate"), { ...noQuery, ...query }).map(
    ({ cell, start }) => `${cell}${start}`,
  )

test("whole words are those with no letter, digit, `_` or `$` beside them, in any script", () => {
  assert.deepEqual(found({ text: "rate", word: true, caseSensitive: true }), ["a0", "b13", "c3"])
  assert.deepEqual(found({ text: "率", word: true }), [])
  assert.deepEqual(found({ text: "r.te", word: true, regular: true, caseSensitive: true }), ["a0", "b13", "c3"])
})

test("a search within chosen cells finds and replaces there alone", () => {
  assert.deepEqual(found({ text: "rate", within: ["c"] }), ["c3"])
  const edits = replaced(book("rate", "rate"), { ...noQuery, text: "rate", within: ["b"] }, "speed")
  assert.deepEqual(edits, [{ cell: "b", source: "speed" }])
})

test("the name at the cursor is the one that it stands in, or just after", () => {
  const source = "const größe = a$b+1"
  assert.deepEqual(nameAt(source, 6), { name: "größe", start: 6 })
  assert.deepEqual(nameAt(source, 11), { name: "größe", start: 6 })
  assert.deepEqual(nameAt(source, 16), { name: "a$b", start: 14 })
  assert.equal(nameAt("a + b", 2), undefined)
})
