import assert from "node:assert/strict"
import { test } from "node:test"
import { dataEn } from "../../electron/renderer/words/data.en.ts"
import { documents } from "../../electron/renderer/words/documents.en.ts"
import { en } from "../../electron/renderer/words/en.ts"
import { shellEn } from "../../electron/renderer/words/shell.en.ts"
import { zh } from "../../electron/renderer/words/zh.ts"

const tables = { dataEn, documents, shellEn }

test("no part of the words is hidden by a word of the same name elsewhere", () => {
  const hidden = Object.entries(tables).flatMap(([table, words]) =>
    Object.entries(words).flatMap(([name, text]) => (en[name as keyof typeof en] === text ? [] : [`${table}.${name}`])),
  )
  assert.deepEqual(hidden, [])
})

test("sizes of files are counted in B, KB and MB of their bytes, in both languages", () => {
  for (const words of [en, zh]) {
    assert.equal(words.fileSize(12), "12 B")
    assert.equal(words.fileSize(2_340_000), "2.3 MB")
  }
})
