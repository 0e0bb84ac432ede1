import assert from "node:assert/strict"
import { appendFileSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import type { JournalEntry } from "../../kernel/contracts/runs/journal.ts"
import { openJournal } from "../../kernel/runs/journal/file.ts"
import { lineOf, readLines } from "../../kernel/runs/journal/lines.ts"
import { Distiller } from "../../kernel/runs/record/distil.ts"
import { recordOf } from "../../kernel/runs/record/fold.ts"
import { a, b, begun, emptyRuns, ended, left, over, started } from "./folder.ts"

const entries: JournalEntry[] = [
  { event: "run-recorded", at: 1, id: "000001-aaaa", number: 1, ...begun },
  started(a, 2) as JournalEntry,
  { event: "step-text", at: 3, ...a, text: "grün 🎉\nfertig\n" },
  ended(a, 4) as JournalEntry,
  { event: "step-committed", at: 4, ...a, ...left("e") },
  over() as JournalEntry,
]
const whole = Buffer.concat(entries.map(lineOf))

test("a journal that is cut off at any byte gives the entries before it, and nothing torn", () => {
  for (let cut = 0; cut <= whole.length; cut++) {
    const { entries: found, damaged, length } = readLines(whole.subarray(0, cut))
    assert.deepEqual(found, entries.slice(0, found.length))
    assert.equal(damaged, 0)
    assert.deepEqual(whole.subarray(0, length), Buffer.concat(found.map(lineOf)))
    assert.ok(cut - length < lineOf(entries[found.length] ?? entries[0]!).length)
  }
})

test("a byte that changes later costs its line alone, and is counted", () => {
  const first = lineOf(entries[0]!).length
  for (const at of [0, 4, 8, 20, first - 2]) {
    const bytes = Buffer.from(whole)
    bytes[at]! ^= 1
    const { entries: found, damaged } = readLines(bytes)
    assert.deepEqual(found, entries.slice(1), `byte ${at}`)
    assert.equal(damaged, 1)
  }
})

test("a journal is gone on with behind its last whole line", async () => {
  await using place = await emptyRuns()
  const file = join(place.folder, "journal.jsonl")
  writeFileSync(file, Buffer.concat([lineOf(entries[0]!), lineOf(entries[1]!).subarray(0, 30)]))
  const { length } = readLines(readFileSync(file))
  const journal = openJournal(file, length)
  journal.append(lineOf(entries[1]!))
  await Promise.all([journal.sync(), journal.sync(), journal.sync()])
  journal.close()
  appendFileSync(file, "half a li")
  assert.deepEqual(readLines(readFileSync(file)).entries, entries.slice(0, 2))
})

const distilled = (...events: Parameters<Distiller["entries"]>[0][]): JournalEntry[] => {
  const distiller = new Distiller()
  return events.flatMap(event => distiller.entries(event))
}
const record = (...events: Parameters<Distiller["entries"]>[0][]) =>
  recordOf([entries[0]!, ...distilled(...events)])!.steps.find(({ cellId }) => cellId === b.cellId)!

const curve = (rows: number[][], best = rows.length - 1) => ({
  event: "step-output" as const,
  at: 1,
  ...b,
  output: {
    output_type: "display_data",
    metadata: {},
    data: { "application/vnd.kaon.metrics+json": { columns: ["epoch", "loss"], rows, best } },
  },
})

test("a curve that is drawn again and again is taken down once, and a second training is a curve of its own", () => {
  const drawn = [
    curve([[1, 0.9]]),
    curve([
      [1, 0.9],
      [2, 0.5],
    ]),
    curve([
      [1, 0.9],
      [2, 0.5],
    ]),
    curve([[1, 0.7]]),
  ]
  const told = distilled(started(b), ...drawn).filter(({ event }) => event === "step-metrics")
  assert.deepEqual(
    told.map(entry => entry.event === "step-metrics" && [entry.series, entry.from, entry.rows]),
    [
      [0, 0, [[1, 0.9]]],
      [0, 1, [[2, 0.5]]],
      [1, 0, [[1, 0.7]]],
    ],
  )
  assert.deepEqual(
    record(started(b), ...drawn).metrics.map(({ rows }) => rows.length),
    [2, 1],
  )
})

const printed = (text: string) => ({
  event: "step-output" as const,
  at: 1,
  ...b,
  output: { output_type: "stream", name: "stdout", text },
})

test("of a long text the beginning and the end are kept, and how much is missing", () => {
  const pieces = Array.from({ length: 3000 }, (_, i) => `line ${i} of a long text\n`)
  const all = pieces.join("")
  const { log } = record(started(b), ...pieces.map(printed), ended(b))
  assert.ok(all.startsWith(log.head) && all.endsWith(log.tail))
  assert.equal(log.head.length + log.omitted + log.tail.length, all.length)
  assert.ok(log.omitted > 0 && log.head.length + log.tail.length < 40_000)
  const once = record(started(b), printed(all), ended(b)).log
  assert.deepEqual(once, log)
})
