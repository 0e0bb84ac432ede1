import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { test } from "node:test"
import { runEventSchema } from "../../kernel/contracts/run.ts"
import { readNotebook } from "../../kernel/notebook/index.ts"
import { pythonWith } from "../notebook/python.ts"
import { folder, kaon, notebookOf } from "./command.ts"

const parts = [
  "%%params\nconst n = 2\nconst label = 'a'",
  "const doubled = n * 2",
  "console.log(label, doubled)\ndoubled",
]

async function written(sources: readonly string[], name = "n.ipynb") {
  const place = await folder()
  const path = join(place.path, name)
  await writeFile(path, notebookOf(sources))
  return {
    path,
    out: join(place.path, "out.ipynb"),
    folder: place.path,
    [Symbol.asyncDispose]: place[Symbol.asyncDispose],
  }
}

async function outputsOf(path: string): Promise<{ counts: (number | null)[]; outputs: object[][] }> {
  const cells = (await readNotebook(path)).notebook.cells.filter(cell => cell.cell_type === "code")
  return { counts: cells.map(cell => cell.execution_count), outputs: cells.map(cell => cell.outputs) }
}

test("a run executes every cell, writes the outputs where -o says and leaves the notebook alone", async () => {
  await using book = await written(parts)
  const before = await readFile(book.path)
  const { status, out, err } = await kaon(["run", book.path, "-o", book.out]).ended
  assert.equal(err, "")
  assert.equal(status, 0)
  assert.match(out, /✓ params +\d\.\d s\n✓ cell 2 +\d\.\d s\n✓ cell 3 +\d\.\d s +4\n {4}a 4\n$/)
  assert.deepEqual(await readFile(book.path), before)
  assert.deepEqual(await outputsOf(book.out), {
    counts: [1, 2, 3],
    outputs: [
      [],
      [],
      [
        { name: "stdout", output_type: "stream", text: "a 4\n" },
        { data: { "text/plain": "4" }, execution_count: 3, metadata: {}, output_type: "execute_result" },
      ],
    ],
  })
})

test("parameters replace the defaults, as JSON where they are JSON and as text elsewhere", async () => {
  await using book = await written(parts)
  const { out, status } = await kaon(["run", book.path, "-p", "n=21", "-p", "label=some text"]).ended
  assert.equal(status, 0)
  assert.match(out, /some text 42/)
})

const refused: [string, string[], string[], number, RegExp][] = [
  ["an unknown parameter", parts, ["-p", "m=3"], 2, /no parameter m\. \[PARAM_UNKNOWN\]\n.*n, label/],
  ["a parameter that no cell reads", [...parts, "%%params\nconst left = 1"], ["-p", "left=3"], 2, /PARAM_UNREAD/],
  ["a parameter of another type", parts, ["-p", "n=many"], 2, /PARAM_INVALID/],
  ["a parameter without a value", parts, ["-p", "n"], 2, /not of the form name=value/],
  ["an output that cannot hold outputs", parts, ["-o", "x.ts"], 2, /cannot hold outputs/],
  ["a time limit that is none", parts, ["--timeout", "soon"], 2, /not a number of seconds or a time/],
  ["a number of retries that is none", parts, ["--retries", "-1"], 2, /no number of times/],
  ["a name that two cells define", ["const a = 1", "const a = 2"], [], 1, /NAME_DEFINED_TWICE/],
  ["a syntax error", ["const a = 1", "const = 2"], [], 1, /in cell 2, line 1.*SYNTAX_ERROR/],
  ["an unknown header", ["%%trian cnn"], [], 1, /UNKNOWN_HEADER[\s\S]*Did you mean %%train/],
  ["a stage whose contract cannot be met", ["%%data digits\nconst other = 1"], [], 1, /cell 1.*CONTRACT_NOT_MET/],
]
for (const [what, sources, args, expected, message] of refused) {
  test(`${what} is found before anything runs`, async () => {
    await using book = await written([`await (await import("node:fs/promises")).writeFile("ran", "")`, ...sources])
    const shifted = await readFile(book.path, "utf8")
    await writeFile(book.path, shifted)
    const { status, err } = await kaon(["run", book.path, ...args]).ended
    assert.match(err, new RegExp(message.source.replace(/cell (\d)/g, (_, n) => `cell ${Number(n) + 1}`)))
    assert.equal(status, expected)
    assert.equal(existsSync(join(book.folder, "ran")), false)
  })
}

test("a failing cell ends the run with its number, line and reason, and -o holds what ran", async () => {
  await using book = await written([
    "console.log('one')",
    "function f() {\n  throw new TypeError('bad')\n}\nf()",
    "console.log('never')",
  ])
  const { status, out, err } = await kaon(["run", book.path, "-o", book.out]).ended
  assert.equal(status, 1)
  assert.match(out, /✓ cell 1[\s\S]*✗ cell 2/)
  assert.match(
    err,
    /^error in cell 2, line 2: TypeError: bad \[CELL_FAILED\]\n {2}2 \| {3}throw new TypeError\('bad'\)\n +\^\n/,
  )
  const { counts, outputs } = await outputsOf(book.out)
  assert.deepEqual(counts, [1, 2, null])
  assert.deepEqual(
    outputs.map(list => list.length),
    [1, 1, 0],
  )
})

test("a gate that is not met is exit status 3", async () => {
  await using book = await written(["expect(0.5).atLeast(0.9)"])
  const { status, err } = await kaon(["run", book.path]).ended
  assert.match(err, /GATE_NOT_MET/)
  assert.equal(status, 3)
})

test("--json prints the run's events, every line of them valid, and nothing else", async () => {
  await using book = await written([...parts, "throw new Error('last')"])
  const { status, out } = await kaon(["run", book.path, "--json"]).ended
  const events = out
    .trimEnd()
    .split("\n")
    .map(line => runEventSchema.parse(JSON.parse(line)))
  const step = ["step-started", "step-ended"]
  const printing = ["step-started", "step-output", "step-output", "step-ended"]
  assert.deepEqual(
    events.map(({ event }) => event),
    ["run-started", ...step, ...step, ...printing, "step-started", "step-output", "step-ended", "run-ended"],
  )
  const last = events.at(-1)
  assert.ok(last?.event === "run-ended")
  assert.deepEqual(
    [last.outcome, last.error?.code, last.error?.cell, last.error?.line],
    ["failed", "CELL_FAILED", 4, 1],
  )
  assert.equal(status, 1)
})

test("a missing notebook is exit status 2, also as an event", async () => {
  const { status, out, err } = await kaon(["run", "none.ipynb", "--json"]).ended
  assert.equal(status, 2)
  assert.match(err, /no notebook at none\.ipynb.*NOTEBOOK_NOT_FOUND/)
  const event = runEventSchema.parse(JSON.parse(out))
  assert.equal(event.event === "run-ended" && event.error?.code, "NOTEBOOK_NOT_FOUND")
})

test("Ctrl-C interrupts the cell: exit status 130, and -o holds what ran", async () => {
  await using book = await written([
    "console.log('one')",
    "console.log('there')\nwhile (true) {}",
    "console.log('never')",
  ])
  const run = kaon(["run", book.path, "--json", "-o", book.out])
  await run.prints(/there/)
  run.child.kill("SIGINT")
  const { status, out } = await run.ended
  assert.equal(status, 130)
  assert.match(out, /"outcome":"interrupted".*\n.*"event":"run-ended".*"outcome":"interrupted"/)
  const { outputs } = await outputsOf(book.out)
  assert.equal(outputs[0]?.length, 1)
  assert.equal(outputs[2]?.length, 0)
})

test("a second Ctrl-C ends a kernel that answers nothing any more", async () => {
  await using book = await written(["console.log('there')", "process.kill(process.pid, 'SIGSTOP')"])
  const run = kaon(["run", book.path, "--json", "-o", book.out])
  await run.prints(/"event":"step-started".*"cell":2/)
  const asking = setInterval(() => run.child.kill("SIGINT"), 100)
  const { status } = await run.ended
  clearInterval(asking)
  assert.equal(status, 130)
  assert.equal((await outputsOf(book.out)).outputs[0]?.length, 1)
})

test("a kernel that dies in a cell is a failure that says so", async () => {
  await using book = await written(["console.log('one')", "process.kill(process.pid, 'SIGKILL')"])
  const { status, err } = await kaon(["run", book.path, "-o", book.out]).ended
  assert.equal(status, 1)
  assert.match(err, /error in cell 2: The kernel was ended by SIGKILL.*KERNEL_DIED/)
  assert.equal((await outputsOf(book.out)).outputs[0]?.length, 1)
})

test("a step over its time limit is interrupted and fails", async () => {
  await using book = await written(["while (true) {}"])
  const { status, err } = await kaon(["run", book.path, "--timeout", "0.5"]).ended
  assert.equal(status, 1)
  assert.match(err, /took longer than 0\.5 s/)
})

test("a run whose outputs cannot be written fails and says where", async () => {
  await using book = await written(["1"])
  const { status, err } = await kaon(["run", book.path, "-o", join(book.folder, "no", "out.ipynb")]).ended
  assert.equal(status, 1)
  assert.match(err, /out\.ipynb was not written.*WRITE_FAILED/)
})

test("relative paths in cells start from the notebook's folder", async () => {
  await using book = await written(["process.cwd()"])
  const { out } = await kaon(["run", book.path]).ended
  assert.ok(out.includes(book.folder), out)
})

const python = pythonWith("ipykernel")
test("another kernel runs its notebooks too", {
  skip: python === undefined && "no python with ipykernel",
}, async () => {
  await using book = await written([])
  const data = join(book.folder, "jupyter", "kernels", "snake")
  await (await import("node:fs/promises")).mkdir(data, { recursive: true })
  const spec = {
    argv: [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    display_name: "Snake",
    language: "python",
  }
  await writeFile(join(data, "kernel.json"), JSON.stringify(spec))
  await writeFile(book.path, notebookOf(["x = 20 + 1", "print(x * 2)", "raise ValueError('bad')"], "snake"))
  const { status, out, err } = await kaon(["run", book.path], { env: { JUPYTER_PATH: join(book.folder, "jupyter") } })
    .ended
  assert.match(out, /42/)
  assert.match(err, /error in cell 3: ValueError: bad/)
  assert.equal(status, 1)
})
