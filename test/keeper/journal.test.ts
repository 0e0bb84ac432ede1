import assert from "node:assert/strict"
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import type { Position } from "../../kernel/keeper/index.ts"
import { JournalReader } from "../../kernel/keeper/journal/reader.ts"
import { segmentPath } from "../../kernel/keeper/journal/segments.ts"
import { JournalWriter } from "../../kernel/keeper/journal/writer.ts"
import { textOf } from "./keepers.ts"

function journal(options: { segmentBytes?: number; keepBytes?: number } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "kaon-journal-"))
  const heads: Position[] = []
  const writer = new JournalWriter({
    folder,
    ...options,
    written: head => heads.push(head),
    stuck: cause => {
      throw cause
    },
  })
  const add = (text: string) =>
    writer.add({ channel: "iopub", type: "stream", id: text.slice(0, 8) }, [Buffer.from(text)])
  return { folder, writer, heads, add, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}

async function readAll(reader: JournalReader, head: Position) {
  const found: { seq: number; text: string }[] = []
  for (let entries = await reader.read(head); entries.length > 0; entries = await reader.read(head)) {
    for (const { seq, parts } of entries) found.push({ seq, text: textOf(parts[0]) })
  }
  await reader.close()
  return found
}

test("what was written is read again, over many files, from any place", async () => {
  using log = journal({ segmentBytes: 500 })
  const texts = Array.from({ length: 200 }, (_, i) => `${i} ${"x".repeat(i % 50)}`)
  for (const [i, text] of texts.entries()) {
    log.add(text)
    if (i % 7 === 0) log.writer.flush()
  }
  log.writer.flush()
  assert.ok(readdirSync(log.folder).length > 10)
  const head = log.writer.head
  assert.equal(head.seq, 201)
  for (const after of [0, 1, 57, 198, 199, 200, 1000]) {
    const found = await readAll(await JournalReader.after(log.folder, after, head), head)
    assert.deepEqual(
      found.map(({ text }) => text),
      texts.slice(after),
      `after ${after}`,
    )
  }
})

test("an entry larger than what is read at once comes whole, between small ones", async () => {
  using log = journal()
  const large = "y".repeat(3_000_000)
  for (const text of ["a", large, "b"]) log.add(text)
  log.writer.flush()
  const found = await readAll(await JournalReader.after(log.folder, 0, log.writer.head), log.writer.head)
  assert.deepEqual(
    found.map(({ text }) => text.length),
    [1, 3_000_000, 1],
  )
})

test("beyond its bound the oldest entries go, and a reader of them gets the oldest that are there", async () => {
  using log = journal({ segmentBytes: 1000, keepBytes: 3000 })
  for (let i = 0; i < 100; i++) {
    log.add(`${i} ${"x".repeat(90)}`)
    log.writer.flush()
  }
  const found = await readAll(await JournalReader.after(log.folder, 0, log.writer.head), log.writer.head)
  assert.ok(found[0]!.seq > 50 && found.at(-1)!.seq === 100)
  assert.deepEqual(
    found.map(({ seq }) => seq),
    Array.from({ length: found.length }, (_, i) => found[0]!.seq + i),
  )
})

test("a reader sees nothing beyond the head it is told, and nothing of an entry that was cut off", async () => {
  using log = journal()
  log.add("one")
  log.writer.flush()
  const [head] = log.heads
  log.add("two")
  log.writer.flush()
  const reader = await JournalReader.after(log.folder, 0, head!)
  assert.deepEqual(
    (await reader.read(head!)).map(({ seq }) => seq),
    [1],
  )
  assert.deepEqual(await reader.read(head!), [])
  appendFileSync(segmentPath(log.folder, 1), Buffer.from([200, 0, 0, 0, 1, 2]))
  const torn = { ...log.writer.head, seq: 4, offset: log.writer.head.offset + 6 }
  assert.deepEqual(
    (await reader.read(torn)).map(({ seq }) => seq),
    [2],
  )
  assert.deepEqual(await reader.read(torn), [])
  await reader.close()
})
