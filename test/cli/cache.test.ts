import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { test } from "node:test"
import { type RunEvent, runEventSchema } from "../../kernel/contracts/run.ts"
import { readNotebook } from "../../kernel/notebook/index.ts"
import { folder, kaon, notebookOf } from "./command.ts"

async function written(sources: readonly string[]) {
  const place = await folder()
  const path = join(place.path, "n.ipynb")
  const write = (cells: readonly string[]) => writeFile(path, notebookOf(cells))
  await write(sources)
  return { path, write, folder: place.path, [Symbol.asyncDispose]: place[Symbol.asyncDispose] }
}

const inOrder = (output: unknown): string =>
  JSON.stringify(Object.fromEntries(Object.entries(output as object).sort(([a], [b]) => (a < b ? -1 : 1))))

type Ended = Extract<RunEvent, { event: "step-ended" }>

/** A run's steps that were cached and those that ran (by number, with why), and all that was printed. */
async function ran(path: string, ...args: string[]) {
  const { status, out, err } = await kaon(["run", path, "--json", ...args]).ended
  const events = out
    .trimEnd()
    .split("\n")
    .map(line => runEventSchema.parse(JSON.parse(line)))
  const ended = events.filter((event): event is Ended => event.event === "step-ended")
  const why = events.flatMap(event =>
    event.event === "step-started" && event.why !== undefined ? [[event.cell, event.why]] : [],
  )
  const outputs = events.flatMap(event => (event.event === "step-output" ? [inOrder(event.output)] : []))
  return {
    ...{ status, err, outputs, why: Object.fromEntries(why) as Record<number, string> },
    cached: ended.filter(({ cached }) => cached).map(({ cell }) => cell),
    ran: ended.filter(({ cached }) => !cached).map(({ cell }) => cell),
  }
}

const plain = [
  "const rows = [1, 2, 3]",
  "const total = rows.reduce((a, b) => a + b)\nconsole.log('total', total)",
  "total * 2",
]

test("a run a second time takes every step from the cache, with its outputs, and starts no kernel", async () => {
  await using book = await written(plain)
  const out = (name: string) => join(book.folder, name)
  const first = await ran(book.path, "-o", out("1.ipynb"))
  assert.deepEqual([first.status, first.ran, first.cached], [0, [1, 2, 3], []])
  const second = await ran(book.path, "-o", out("2.ipynb"), "--kernel", "kaon")
  assert.deepEqual([second.status, second.ran, second.cached], [0, [], [1, 2, 3]])
  assert.deepEqual(second.outputs, first.outputs)
  const outputs = async (name: string) =>
    (await readNotebook(out(name))).notebook.cells.map(cell => (cell.cell_type === "code" ? cell.outputs : []))
  assert.deepEqual(await outputs("2.ipynb"), await outputs("1.ipynb"))
})

test("an edited cell runs on values from the cache, and says why; a comment runs nothing", async () => {
  await using book = await written(plain)
  await ran(book.path)
  await book.write([plain[0]!, `${plain[1]} // a comment`, "total * 3"])
  const edited = await ran(book.path)
  assert.deepEqual([edited.ran, edited.cached, edited.why], [[3], [1, 2], { 3: "its code changed" }])
  assert.match(edited.outputs.at(-1)!, /18/)
})

test("--no-cache runs every step and keeps nothing", async () => {
  await using book = await written(plain)
  assert.deepEqual((await ran(book.path, "--no-cache")).ran, [1, 2, 3])
  assert.equal(existsSync(join(book.folder, ".kaon", "store")), false)
})

test("--only runs a step with what it needs from the cache, --from runs it and what follows", async () => {
  await using book = await written([...plain, "const apart = 1", "apart + total"])
  await ran(book.path)
  const only = await ran(book.path, "--only", "total")
  assert.deepEqual([only.ran, only.cached, only.why[2]], [[2], [1], "it was asked for"])
  const from = await ran(book.path, "--from", "2")
  assert.deepEqual(
    [from.ran, from.cached],
    [
      [2, 3, 5],
      [1, 4],
    ],
  )
  const { status, err } = await ran(book.path, "--only", "9")
  assert.equal(status, 2)
  assert.match(err, /no step "9"/)
})

test("a plan says what would run, what would follow and why, and then the run does it", async () => {
  await using book = await written([
    "%%params\nconst n = 2",
    "const twice = n * 2",
    "const four = twice + 1",
    "Date.now()",
  ])
  const plan = async (...args: string[]) => {
    const { status, out } = await kaon(["plan", book.path, "--json", ...args]).ended
    assert.equal(status, 0)
    const { steps } = JSON.parse(out) as { steps: { cell: number; action: string; why: string }[] }
    return steps.map(({ action, why }) => `${action}: ${why}`)
  }
  assert.deepEqual(
    (await plan()).map(line => line.split(":")[0]),
    ["runs", "follows", "follows", "runs"],
  )
  await ran(book.path)
  assert.deepEqual(
    (await plan()).map(line => line.split(":")[0]),
    ["cached", "cached", "cached", "runs"],
  )
  assert.deepEqual((await plan("-p", "n=3")).slice(1), [
    "runs: input n changed",
    "follows: it uses what cell 2 gives",
    "runs: it reads the clock",
  ])
  const run = await ran(book.path, "-p", "n=3")
  assert.deepEqual([run.ran, run.cached], [[2, 3, 4], [1]])
  const human = await kaon(["plan", book.path]).ended
  assert.match(human.out, /✓ params +cached[\s\S]*● cell 4 +runs +it reads the clock/)
})

const pipeline = [
  "%%params\nconst epochs = 2",
  '%%data digits --test 0.2 --seed 7\nimport source from "kaon:datasets/digits"\nconst digits = await source.load().take(400).scale("min-max").split({ stratify: "label" })',
  '%%model net --seed 7\nconst net = tf.sequential({ layers: [tf.layers.flatten({ inputShape: digits.shape }), tf.layers.dense({ units: 10, activation: "softmax" })] })',
  "%%train net --seed 7\nconst trained = await fit(net, digits, { epochs })",
  "%%eval\nconst report = await evaluate(trained, digits.test)\nexpect(report.accuracy).atLeast(0.01)",
  "const remembered = trained.history.map(row => row.loss)\nJSON.stringify([report.figures, remembered, report.outcomes.split === digits.test, trained.model === net])",
]

test("data, model and training come from the cache in a fresh process, and what runs on them gives what a clean run gives", async () => {
  await using book = await written(pipeline)
  const first = await ran(book.path)
  assert.deepEqual([first.status, first.ran], [0, [1, 2, 3, 4, 5, 6]], first.err)
  assert.deepEqual((await ran(book.path)).cached, [1, 2, 3, 4, 5, 6])
  await book.write(pipeline.with(4, `${pipeline[4]}\nreport.confusion()`).with(5, `${pipeline[5]}.slice()`))
  const edited = await ran(book.path)
  assert.deepEqual(
    [edited.ran, edited.cached],
    [
      [5, 6],
      [1, 2, 3, 4],
    ],
    edited.err,
  )
  const clean = await ran(book.path, "--no-cache")
  assert.equal(
    edited.outputs.at(-1),
    clean.outputs.at(-1)!.replace(/"execution_count":\d+/, /"execution_count":\d+/.exec(edited.outputs.at(-1)!)![0]),
  )
  assert.match(edited.outputs.at(-1)!, /true,true/)
  const more = await ran(book.path, "-p", "epochs=3")
  assert.deepEqual(
    [more.ran, more.cached],
    [
      [4, 5, 6],
      [1, 2, 3],
    ],
  )
  assert.equal(more.why[4], "input epochs changed")
})

test("a step that fails is not kept, and what was done before it is", async () => {
  await using book = await written([plain[0]!, "if (rows.length === 3) throw new Error('bad')"])
  assert.equal((await ran(book.path)).status, 1)
  const again = await ran(book.path)
  assert.deepEqual([again.status, again.cached, again.ran], [1, [1], [2]])
})

test("a store that cannot be opened is said, and the run goes on without", async () => {
  await using book = await written(plain)
  await mkdir(join(book.folder, ".kaon"))
  await writeFile(join(book.folder, ".kaon", "store"), "a file where a folder should be")
  const { status, ran: steps, err } = await ran(book.path)
  assert.deepEqual([status, steps], [0, [1, 2, 3]])
  assert.match(err, /The cache cannot be used/)
})

test("a run that is killed loses the step under way alone", async () => {
  await using book = await written([...plain, "console.log('there')\nawait new Promise(() => {})"])
  const run = kaon(["run", book.path, "--json"])
  await run.prints(/there/)
  run.child.kill("SIGKILL")
  await run.ended
  await book.write([...plain, "const last = total"])
  assert.deepEqual((await ran(book.path)).cached, [1, 2, 3])
})

test("two runs of one notebook at once are both whole, and a third finds all of it", async () => {
  await using book = await written(plain)
  const both = await Promise.all([ran(book.path), ran(book.path)])
  assert.deepEqual(
    both.map(({ status }) => status),
    [0, 0],
  )
  assert.deepEqual(both[0].outputs, both[1].outputs)
  assert.deepEqual((await ran(book.path)).cached, [1, 2, 3])
})

test("the cache of a folder can be measured, trimmed and cleared", async () => {
  await using book = await written(plain)
  await ran(book.path)
  const cache = async (...args: string[]) => (await kaon(["cache", ...args], { cwd: book.folder }).ended).out
  assert.match(await cache(), /^3 results of cells, \d+ artefacts, \d+ kB\n$/)
  assert.match(await cache("trim", "--days", "1"), /^0 results of cells/)
  assert.match(await cache("clear"), /^3 results of cells/)
  assert.deepEqual((await ran(book.path)).ran, [1, 2, 3])
})

test("what a run takes from the cache is of use: it is not what goes first", async () => {
  await using book = await written(plain)
  await ran(book.path)
  const root = join(book.folder, ".kaon", "store")
  const database = new DatabaseSync(join(root, "index-1.db"))
  const longAgo = Date.now() - 80 * 24 * 60 * 60 * 1000
  database.prepare("UPDATE entries SET used = ?").run(longAgo)
  assert.deepEqual((await ran(book.path)).cached, [1, 2, 3])
  const used = database
    .prepare("SELECT used FROM entries")
    .all()
    .map(({ used }) => Number(used))
  database.close()
  assert.ok(used.length === 3 && used.every(at => at > longAgo), `${used}`)
})
