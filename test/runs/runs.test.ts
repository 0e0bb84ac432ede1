import assert from "node:assert/strict"
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { test } from "node:test"
import { runRecordSchema, runSummarySchema } from "../../kernel/contracts/runs/record.ts"
import type { Runs } from "../../kernel/runs/index.ts"
import { a, b, begun, digest, emptyRuns, ended, left, over, started } from "./folder.ts"

/** Records a run of two steps, the second of which ends as it is told. */
async function recorded(runs: Runs, { whole = true }: { whole?: boolean } = {}) {
  const recorder = runs.begin(begun)
  recorder.event(started(a, 1))
  recorder.event(ended(a, 2))
  recorder.commit({ ...a, ...left("a") }, false)
  recorder.event(started(b, 3))
  if (!whole) return recorder.id
  recorder.event(ended(b, 4))
  recorder.commit({ ...b, ...left("b") }, false)
  recorder.event(over())
  await recorder.finish()
  return recorder.id
}
/** A process that is gone. */
const gone = { pid: 2 ** 22 + 1, host: "", began: "0" }

test("a run is recorded with its steps, values and outcome, and another process reads the same", async () => {
  await using place = await emptyRuns()
  const id = await recorded(place.runs)
  const run = runRecordSchema.parse(place.open().read(id))
  assert.deepEqual(
    [run.state, run.params, run.seconds, run.cells, run.damaged],
    ["done", { epochs: 2 }, 1, begun.cells, 0],
  )
  assert.deepEqual(
    run.steps.map(step => [step.state, step.seconds, step.attempts.length, step.artefacts[0]?.digest]),
    [
      ["done", 0.5, 1, digest("a")],
      ["done", 0.5, 1, digest("b")],
    ],
  )
  const [summary] = place.open().list()
  assert.deepEqual(runSummarySchema.parse(summary).steps, { total: 2, done: 2, cached: 0, failed: 0 })
})

test("what a run refers to is referred to until the run is removed, and then no more", async () => {
  await using place = await emptyRuns()
  const [first, second] = [await recorded(place.runs), await recorded(place.runs)]
  assert.deepEqual(place.runs.referred(), new Set([digest("a"), digest("b")]))
  place.runs.remove(first)
  assert.deepEqual(place.runs.referred(), new Set([digest("a"), digest("b")]))
  place.runs.remove(second)
  assert.deepEqual([place.runs.referred(), place.runs.list()], [new Set(), []])
  assert.equal(existsSync(join(place.root, second)), false)
})

test("runs sort as they began, though the clock was set back, and a removed number is not given again", async () => {
  let now = 1e12
  await using place = await emptyRuns({ clock: () => now })
  const first = await recorded(place.runs)
  now -= 7 * 24 * 3600 * 1000
  const second = await recorded(place.runs)
  place.runs.remove(second)
  const third = await recorded(place.runs)
  assert.ok(first < second && second < third)
  assert.deepEqual(
    place.runs.list().map(({ id, number }) => [id, number]),
    [
      [third, 3],
      [first, 1],
    ],
  )
  assert.equal(place.runs.find("last").id, third)
  assert.equal(place.runs.read(third).seconds, 1)
})

const losses: [string, (root: string) => void][] = [
  ["lost", root => index(root).forEach(file => void rmSync(join(root, file)))],
  [
    "torn",
    root =>
      index(root).forEach(
        file => void writeFileSync(join(root, file), readFileSync(join(root, file)).subarray(0, 700)),
      ),
  ],
  ["overwritten", root => index(root).forEach(file => void writeFileSync(join(root, file), "no database".repeat(999)))],
]
const index = (root: string) => readdirSync(root).filter(name => name.startsWith("index"))
for (const [what, lose] of losses) {
  test(`an index that is ${what} is made again from the journals`, async () => {
    await using place = await emptyRuns()
    await recorded(place.runs)
    await recorded(place.runs)
    const before = [place.runs.list(), place.runs.referred(), place.runs.committed(2)]
    place.runs[Symbol.dispose]()
    lose(place.root)
    const again = place.open()
    assert.deepEqual([again.list(), again.referred(), again.committed(2)], before)
    assert.equal(again.find(await recorded(again)).number, 3)
  })
}

test("a run whose process is gone is told of as killed, with the step that was under way", async () => {
  await using place = await emptyRuns()
  const dead = place.open({ owner: { ...gone, host: (await import("node:os")).hostname() } })
  const id = await recorded(dead, { whole: false })
  await new Promise(resolve => setTimeout(resolve, 120))
  const run = place.open().read(id)
  assert.deepEqual([run.state, run.steps.map(({ state }) => state)], ["killed", ["done", "killed"]])
})

test("a run of a living process is under way: it can be neither resumed nor removed", async () => {
  await using place = await emptyRuns()
  const id = await recorded(place.runs, { whole: false })
  const other = place.open()
  assert.equal(other.find(id).state, "running")
  assert.throws(() => other.resume(id, begun.cells), { code: "RUN_UNDER_WAY" })
  assert.throws(() => other.remove(id), { code: "RUN_UNDER_WAY" })
})

test("a run that was killed goes on in its own record, and counts each step once", async () => {
  await using place = await emptyRuns()
  const dead = place.open({ owner: { ...gone, host: (await import("node:os")).hostname() } })
  const id = await recorded(dead, { whole: false })
  const runs = place.open()
  const recorder = runs.resume("last", begun.cells)
  assert.equal(recorder.id, id)
  recorder.event(started(b, 5))
  recorder.event(ended(b, 6))
  recorder.commit({ ...b, ...left("b") }, false)
  recorder.event(over())
  await recorder.finish()
  const run = runs.read(id)
  assert.deepEqual([run.state, run.resumed, runs.list().length], ["done", 1, 1])
  assert.deepEqual(
    runs.committed(run.number).map(({ cell }) => cell),
    ["a", "b"],
  )
})

test("an unknown run is an error that says what there is", async () => {
  await using place = await emptyRuns()
  assert.throws(() => place.runs.read("7"), { code: "RUN_NOT_FOUND" })
})
