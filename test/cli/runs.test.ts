import assert from "node:assert/strict"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { type RunRecord, runRecordSchema, runSummarySchema } from "../../kernel/contracts/runs/record.ts"
import { folder, kaon, notebookOf } from "./command.ts"

async function written(sources: readonly string[], name = "n.ipynb") {
  const place = await folder()
  const path = join(place.path, name)
  const write = (cells: readonly string[]) => writeFile(path, notebookOf(cells))
  await write(sources)
  const run = (...args: string[]) => kaon(["run", path, ...args]).ended
  const runs = (...args: string[]) => kaon(["runs", ...args], { cwd: place.path }).ended
  const show = async (id = "last"): Promise<RunRecord> => {
    const { out, err } = await runs("show", id, "--json")
    assert.equal(err, "")
    return runRecordSchema.parse(JSON.parse(out))
  }
  const list = async () => runSummarySchema.array().parse(JSON.parse((await runs("ls", "--json")).out))
  return {
    path,
    folder: place.path,
    ...{ write, run, runs, show, list },
    [Symbol.asyncDispose]: place[Symbol.asyncDispose],
  }
}

const plain = [
  "%%params\nconst n = 2",
  "const rows = [1, 2, 3].map(x => x * n)\nconsole.log('rows', rows.length)",
  "const when = Date.now()",
  "rows.length",
]

test("every run is recorded: its parameters, code, steps with why they ran, what they left and what they used", async () => {
  await using book = await written(plain)
  const { status, out } = await book.run("--json", "-p", "n=3")
  assert.equal(status, 0)
  const run = await book.show()
  assert.equal(JSON.parse(out.split("\n")[0]!).run, run.id)
  assert.deepEqual([run.state, run.notebook, run.params], ["done", "n.ipynb", { n: 3 }])
  assert.deepEqual(
    run.cells.map(({ code }) => code),
    plain,
  )
  const [params, rows, when, last] = run.steps
  assert.deepEqual(
    [params!.stage, rows!.log.head, rows!.artefacts.map(({ name }) => name)],
    ["params", "rows 3\n", ["rows"]],
  )
  assert.equal(rows!.inputs[0]!.digest, params!.artefacts[0]!.digest)
  assert.deepEqual([when!.key, when!.why], [null, "it reads the clock"])
  assert.equal(last!.inputs.find(({ name }) => name === "rows")!.from, 2)
  assert.equal(run.environment?.node, process.versions.node)
  await book.run("-p", "n=3")
  const again = await book.show()
  assert.deepEqual(
    again.steps.map(({ cached }) => cached),
    [true, true, false, true],
  )
  assert.deepEqual(again.steps[1]!.artefacts, rows!.artefacts)
  assert.deepEqual(
    (await book.list()).map(({ number, state }) => [number, state]),
    [
      [2, "done"],
      [1, "done"],
    ],
  )
})

test("what a run left stays in the store when the cache is cleared, until the run is removed", async () => {
  await using book = await written(plain.slice(0, 2))
  await book.run()
  const cache = async (...args: string[]) => (await kaon(["cache", ...args], { cwd: book.folder }).ended).out
  assert.match(await cache("clear"), /^\d results of cells and 0 artefacts are gone/)
  assert.match(await cache("trim", "--days", "0"), / 0 artefacts are gone/)
  assert.equal((await book.runs("rm", "1")).status, 0)
  await book.run("--no-cache")
  assert.equal((await book.list()).length, 1)
})

test("a run that fails is recorded with its error, and a run that is refused is not recorded", async () => {
  await using book = await written([plain[0]!, "throw new RangeError('too far')", "1"])
  assert.equal((await book.run()).status, 1)
  const run = await book.show()
  assert.deepEqual([run.state, run.error?.cell, run.error?.message], ["failed", 2, "RangeError: too far"])
  assert.deepEqual(
    run.steps.map(({ state }) => state),
    ["done", "failed", "waiting"],
  )
  assert.equal((await book.run("-p", "m=1")).status, 2)
  assert.equal((await book.list()).length, 1)
  const { out } = await book.runs("show")
  assert.match(out, /✗ failed +cell 2[\s\S]*error in cell 2.*RangeError: too far/)
  assert.match((await book.runs()).out, /000001-\w{4} +✗ failed +n\.ipynb/)
})

test("a folder without runs says so", async () => {
  await using place = await folder()
  assert.match((await kaon(["runs"], { cwd: place.path }).ended).out, /No run is recorded here/)
  const { status, err } = await kaon(["runs", "show", "3"], { cwd: place.path }).ended
  assert.deepEqual([status, /RUN_NOT_FOUND/.test(err)], [2, true])
})

const trained = [
  "%%params\nconst rate = 0.1",
  `const rows = [[1, 1 - rate], [2, rate]]
const curve = { "application/vnd.kaon.metrics+json": { columns: ["epoch", "loss"], rows, best: 1 }, "text/plain": "curve" }
display({ toMimeBundle: () => curve })`,
]

test("two runs are compared by what differs alone, with their curves", async () => {
  await using book = await written(trained)
  await book.run()
  await book.write(trained.with(1, `${trained[1]}\nconst more = 1`))
  await book.run("-p", "rate=0.5")
  const { out, err } = await book.runs("compare", "1", "2", "--json")
  assert.equal(err, "")
  const { params, figures, code, curves, environment } = JSON.parse(out)
  assert.deepEqual(params, [{ name: "rate", values: [null, 0.5] }])
  assert.deepEqual(figures, [{ name: "loss", values: [0.1, 0.5] }])
  assert.deepEqual([code.map(({ name }: { name: string }) => name), environment], [["cell 2"], []])
  assert.deepEqual(curves, [
    {
      step: "cell 2",
      figure: "loss",
      values: [
        [0.9, 0.1],
        [0.5, 0.5],
      ],
    },
  ])
  const text = (await book.runs("compare", "1", "2")).out
  assert.match(text, /rate +as in the notebook +0\.5\n/)
  assert.match(text, /cell 2: loss +█▁ 0\.1 +▄▄ 0\.5\n[\s\S]* {2}\+ const more = 1\n/)
  assert.doesNotMatch(text, /- const rows/)
  assert.match((await book.runs("show")).out, /loss +▄▄ {2}0\.5 → 0\.5/)
  assert.equal((await book.runs("compare", "1")).status, 2)
})

test("kaon test runs every notebook on its fixture, and gives the worst status", async () => {
  await using place = await folder()
  const gate = "%%params\nconst wanted = 0.9\nconst rows = 60000"
  const check = "console.log(rows)\nconst report = { accuracy: 0.95 }\nexpect(report.accuracy).atLeast(wanted)"
  const put = async (name: string, cells: readonly string[], params?: object) => {
    const notebook = JSON.parse(notebookOf(cells))
    notebook.metadata.kaon = params === undefined ? {} : { test: { params } }
    await writeFile(join(place.path, name), JSON.stringify(notebook))
  }
  await put("a.ipynb", [gate, check], { rows: 10 })
  await put("b.ipynb", [gate, check], { wanted: 0.99 })
  const test = async (...args: string[]) => {
    const { status, out } = await kaon(["test", ...args, "--json"], { cwd: place.path }).ended
    return {
      status,
      all: out
        .trimEnd()
        .split("\n")
        .map(line => JSON.parse(line)),
    }
  }
  const { status, all } = await test()
  assert.equal(status, 3)
  assert.deepEqual(
    all.map(({ notebook, outcome, params }) => [notebook, outcome, params]),
    [
      ["a.ipynb", "done", { rows: 10 }],
      ["b.ipynb", "gate", { wanted: 0.99 }],
    ],
  )
  assert.equal((await test("b.ipynb", "-p", "wanted=0.5")).status, 0)
  await put("b.ipynb", [gate, check], { wnted: 1 })
  assert.equal((await test()).status, 2)
  assert.match((await kaon(["runs"], { cwd: place.path }).ended).out, /No run is recorded/)
})
