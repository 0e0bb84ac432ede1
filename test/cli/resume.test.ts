import assert from "node:assert/strict"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { type RunRecord, runRecordSchema } from "../../kernel/contracts/runs/record.ts"
import { folder, kaon, notebookOf } from "./command.ts"

async function written(sources: readonly string[], name = "n.ipynb") {
  const place = await folder()
  const path = join(place.path, name)
  const write = (cells: readonly string[]) => writeFile(path, notebookOf(cells))
  await write(sources)
  const inside = { cwd: place.path }
  const run = (...args: string[]) => kaon(["run", path, ...args], inside)
  const show = async (): Promise<RunRecord> =>
    runRecordSchema.parse(JSON.parse((await kaon(["runs", "show", "--json"], inside).ended).out))
  const lines = async (file: string) =>
    (await readFile(join(place.path, file), "utf8").catch(() => "")).split("\n").filter(line => line !== "")
  return {
    path,
    folder: place.path,
    inside,
    ...{ write, run, show, lines },
    [Symbol.asyncDispose]: place[Symbol.asyncDispose],
  }
}

/** A cell that leaves a trace of having run. */
const trace = (name: string) => `require("node:fs").appendFileSync("trace", "${name}\\n")`
const unsure = [
  "%%params\nconst n = 1",
  `const started = Date.now() * n\n${trace("started")}`,
  "const doubled = started * 2",
  `${trace("waits")}\nconsole.log("there")\nif (!require("node:fs").existsSync("go")) await new Promise(() => {})\nconst all = [started, doubled, n]`,
  "all.join()",
]

test("a killed run goes on where it was: what was done is not done again, even what no cache would take", async () => {
  await using book = await written(unsure)
  const first = book.run("--json", "-p", "n=3")
  await first.prints(/there/)
  first.child.kill("SIGKILL")
  await first.ended
  const killed = await book.show()
  assert.deepEqual(
    [killed.state, killed.steps.map(({ state }) => state)],
    ["killed", ["done", "done", "done", "killed", "waiting"]],
  )
  await writeFile(join(book.folder, "go"), "")
  const { status, err } = await kaon(["run", "--resume"], book.inside).ended
  assert.equal(status, 0, err)
  assert.deepEqual(await book.lines("trace"), ["started", "waits", "waits"])
  const run = await book.show()
  assert.deepEqual([run.id, run.state, run.resumed, run.params], [killed.id, "done", 1, { n: 3 }])
  assert.deepEqual(run.steps[1]!.artefacts, killed.steps[1]!.artefacts)
  assert.deepEqual(
    run.steps[3]!.attempts.map(({ outcome }) => outcome),
    ["killed", "done"],
  )
  const again = await kaon(["run", book.path, "--resume", "1"], book.inside).ended
  assert.deepEqual([again.status, /came to its end/.test(again.err)], [2, true])
})

test("a run that failed goes on with the cell as it was mended; parameters cannot be others", async () => {
  await using book = await written([...unsure.slice(0, 3), "throw new Error('bad')"])
  assert.equal((await book.run("-p", "n=2").ended).status, 1)
  assert.equal((await book.run("--resume", "-p", "n=3").ended).status, 2)
  await book.write([...unsure.slice(0, 3), "const mended = started + doubled"])
  const { status, err } = await book.run("--resume").ended
  assert.equal(status, 0, err)
  assert.deepEqual(await book.lines("trace"), ["started"])
  const run = await book.show()
  assert.deepEqual([run.state, run.error, run.cells[3]!.code], ["done", null, "const mended = started + doubled"])
})

test("Ctrl-C is recorded as interrupted, and the run can go on", async () => {
  await using book = await written(unsure)
  const first = book.run("--json")
  await first.prints(/there/)
  first.child.kill("SIGINT")
  assert.equal((await first.ended).status, 130)
  const run = await book.show()
  assert.deepEqual([run.state, run.steps[3]!.state], ["interrupted", "interrupted"])
  await writeFile(join(book.folder, "go"), "")
  assert.equal((await book.run("--resume", run.id).ended).status, 0)
})

const flaky = (times: number, failure: string) =>
  `const fs = require("node:fs")\nconst tries = fs.existsSync("tries") ? Number(fs.readFileSync("tries", "utf8")) : 0\nfs.writeFileSync("tries", String(tries + 1))\nrows.push(tries)\nif (tries < ${times}) ${failure}`

test("a step that fails is tried again on what it was first given, and every attempt is recorded", async () => {
  await using book = await written(["const rows = [7]", flaky(2, 'throw new Error("not yet")'), "rows.join()"])
  const { status, out } = await book.run("--json", "--retries", "2").ended
  assert.equal(status, 0, out)
  assert.match(out, /"step-retried".*"attempt":1,"left":1/)
  assert.match(out, /'7,2'/)
  const { steps } = await book.show()
  assert.deepEqual(
    steps[1]!.attempts.map(({ outcome, error }) => [outcome, error?.message ?? null]),
    [
      ["failed", "Error: not yet"],
      ["failed", "Error: not yet"],
      ["done", null],
    ],
  )
})

test("a step whose kernel dies is tried again in another kernel that has all that it needs", async () => {
  await using book = await written([
    "const base = [1, 2]",
    "const made = new (class Odd { sum = base[0] + base[1] })()",
    `const rows = [made.sum]\n${flaky(1, 'process.kill(process.pid, "SIGKILL")')}`,
    "rows.join()",
  ])
  const { status, out, err } = await book.run("--retries", "1").ended
  assert.equal(status, 0, out + err)
  assert.match(out, /↻ cell 3 +attempt 1 failed: The kernel was ended by SIGKILL/)
  assert.match(out, /'3,1'/)
})

test("a gate that is not met is not tried again", async () => {
  await using book = await written(["const report = { accuracy: 0.5 }\nexpect(report.accuracy).atLeast(0.9)"])
  const { status, out } = await book.run("--json", "--retries", "3").ended
  assert.deepEqual([status, /step-retried/.test(out)], [3, false])
})

test("a header's time limit and retries go before those of the command, and change nothing of what is cached", async () => {
  const body = `\n${trace("ran")}\nconst n = 1`
  await using book = await written([
    `%%params --timeout 1m${body}`,
    "%%eval --timeout 300ms --retries 1\nconst report = await new Promise(() => {})",
  ])
  const { status, err, out } = await book.run("--json", "--timeout", "1h").ended
  assert.equal(status, 1)
  assert.match(err, /took longer than 0\.3 s.*STEP_TOO_LONG/)
  assert.match(out, /"step-retried".*STEP_TOO_LONG/)
  const { state, steps } = await book.show()
  assert.deepEqual([state, steps[1]!.attempts.length], ["failed", 2])
})
