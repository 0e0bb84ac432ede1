import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import type { KernelClient, OutputMessage } from "../../kernel/client/index.ts"
import { startOurs, streamOf, textOf } from "./kernel.ts"

let kernel: KernelClient
before(async () => {
  kernel = await startOurs()
})
after(() => kernel.shutdown())

const run = (code: string) => kernel.execute(code)

test("the value of the last expression is the result, as text without colours", async () => {
  assert.equal(textOf(await run("1 + 1")), "2")
  assert.equal(textOf(await run("({ a: [1, { b: 2 }] })")), "{ a: [ 1, { b: 2 } ] }")
  assert.equal(textOf(await run("{ a: 1 }")), "{ a: 1 }")
  assert.equal(textOf(await run("'x'")), "'x'")
  assert.equal(textOf(await run("-0")), "-0")
  assert.equal(textOf(await run("10n ** 20n")), "100000000000000000000n")
  assert.equal(textOf(await run("undefined")), undefined)
  assert.equal(textOf(await run("let unset")), undefined)
})

test("names live on from cell to cell, are declared again, and closures see what a later cell assigns", async () => {
  await run("let count = 1; const read = () => count; class Point { x = 1 }; const point = new Point()")
  await run("count = 5")
  assert.equal(textOf(await run("read()")), "5")
  assert.equal(textOf(await run("point instanceof Point")), "true")
  await run("const fixed = 1")
  assert.match((await run("fixed = 2")).error?.evalue ?? "", /Assignment to constant variable/)
  await run("const read = 'now text'")
  assert.equal(textOf(await run("read")), "'now text'")
  assert.equal((await run("const broken = (() => { throw new Error('x') })()")).status, "error")
  assert.equal(textOf(await run("const broken = 2; broken")), "2")
})

test("a cell run again, word for word, heeds what other cells have declared since, and fails under its new number", async () => {
  await run("let width = 0")
  assert.equal((await run("width = 1")).status, "ok")
  await run("const width = 5")
  assert.match((await run("width = 1")).error?.evalue ?? "", /Assignment to constant variable/)
  const failing = "const size: number = 1\nnull.size"
  const [first, second] = [await run(failing), await run(failing)]
  const label = (n: number | null) => new RegExp(`null\\.size[^]*In \\[${n}\\], line 2`)
  assert.match(first.error?.traceback.join("\n") ?? "", label(first.executionCount))
  assert.match(second.error?.traceback.join("\n") ?? "", label(second.executionCount))
})

test("types are blanked and top-level await waits", async () => {
  const code = "interface P { x: number }\nconst p: P = await Promise.resolve({ x: 3 } satisfies P)\np.x as number"
  assert.equal(textOf(await run(code)), "3")
})

test("what is printed arrives in order and complete, before the reply", async () => {
  const execution = await run("for (let i = 0; i < 20000; i++) console.log('line', i)")
  const wanted = Array.from({ length: 20000 }, (_, i) => `line ${i}\n`).join("")
  assert.equal(streamOf(execution), wanted)
})

test("a tight loop's lines are seen while it still runs", async () => {
  const seen = Promise.withResolvers<void>()
  let ended = false
  const execution = kernel
    .execute("console.log('first'); const until = Date.now() + 600; while (Date.now() < until);", {
      onOutput: () => seen.resolve(),
    })
    .finally(() => {
      ended = true
    })
  await seen.promise
  assert.equal(ended, false)
  await execution
})

test("stdout and stderr keep their order, and process.stdout.write is output too", async () => {
  const { outputs } = await run(
    "console.log('a'); console.error('b'); process.stdout.write(Buffer.from('ç')); console.table([{ x: 1 }])",
  )
  assert.deepEqual(
    outputs.map(({ content }) => content.name),
    ["stdout", "stderr", "stdout"],
  )
  assert.match(String(outputs[2]?.content.text), /^ç┌/)
})

test("a thrown error shows the user's own TypeScript line, its column, its cause, and no frame of the kernel", async () => {
  const code =
    "type A = { b: string }\nfunction outer(a: A): never {\n  throw new TypeError('no ' + a.b, { cause: new RangeError('why') })\n}\nouter({ b: 'luck' })"
  const { status, error, metadata } = await run(code)
  assert.equal(status, "error")
  assert.equal(error?.ename, "TypeError")
  assert.equal(error?.evalue, "no luck")
  const text = error.traceback.join("\n")
  assert.match(text, /> 3 \| {3}throw new TypeError/)
  assert.match(text, /at outer, In \[\d+\], line 3, column 9/)
  assert.match(text, /line 5, column 1/)
  assert.match(text, /caused by\nRangeError: why/)
  assert.doesNotMatch(text, /runtime\/|node:inspector|node:internal/)
  assert.deepEqual(
    { ...(metadata.kaon as { error: object }).error, cell: 0 },
    { code: "CELL_FAILED", message: "TypeError: no luck", cell: 0, line: 3, column: 9 },
  )
})

test("a syntax error names its place, and nothing of the cell has run", async () => {
  const { error, metadata } = await run("globalThis.ran = true\nconst = 5")
  assert.equal(error?.ename, "SyntaxError")
  assert.match(error.traceback.join("\n"), /> 2 \| const = 5/)
  assert.equal((metadata.kaon as { error: { code: string; line: number } }).error.line, 2)
  assert.equal(textOf(await run("globalThis.ran")), undefined)
})

test("anything may be thrown, hostile things included", async () => {
  for (const thrown of [
    "5",
    "null",
    "undefined",
    "new Proxy({}, { get() { throw 1 } })",
    "Object.create(null)",
    "Symbol('s')",
    "{ get stack() { throw 2 } }",
  ]) {
    assert.equal((await run(`throw ${thrown}`)).status, "error", thrown)
  }
  assert.equal(
    (await run("class E extends Error { get message(): string { throw 3 } }; throw new E()")).status,
    "error",
  )
  assert.equal(textOf(await run("'still here'")), "'still here'")
})

test("an error that comes late is reported under its own cell and ends nothing", async () => {
  const late = Promise.withResolvers<OutputMessage>()
  await kernel.execute("setTimeout(() => { throw new Error('afterwards') }, 30); undefined", { onOutput: late.resolve })
  await run("1")
  assert.match(String((await late.promise).content.text), /Error: afterwards/)
  assert.equal(textOf(await run("2")), "2")
})

test("output of a timer belongs to the cell that started it, even while another runs", async () => {
  const early: string[] = []
  await kernel.execute("setTimeout(() => console.log('from the first'), 60); undefined", {
    onOutput: ({ content }) => early.push(String(content.text)),
  })
  const second = await run("await new Promise(resolve => setTimeout(resolve, 200))")
  assert.deepEqual(early, ["from the first\n"])
  assert.equal(streamOf(second), "")
})

test("after a failure the cells that wait are aborted, and the next one runs", async () => {
  const slow = kernel.execute("await new Promise(resolve => setTimeout(resolve, 50)); throw new Error('planned')")
  const waiting = [kernel.execute("globalThis.mustNotRun = 1"), kernel.execute("2")]
  assert.equal((await slow).status, "error")
  assert.deepEqual(
    (await Promise.all(waiting)).map(({ status }) => status),
    ["aborted", "aborted"],
  )
  assert.equal(textOf(await run("globalThis.mustNotRun ?? 'fine'")), "'fine'")
})

test("user expressions are evaluated after the cell; a bad one fails alone", async () => {
  const { userExpressions } = await kernel.execute("const base = 20", {
    userExpressions: { good: "base + 1", bad: "nope.nope" },
  })
  assert.equal((userExpressions.good as { data: Record<string, string> }).data["text/plain"], "21")
  assert.equal((userExpressions.bad as { ename: string }).ename, "ReferenceError")
})

test("prompt() asks the front end and waits; without a front end that answers, it says so", async () => {
  const answered = await kernel.execute("const name: string = prompt('Who?'); 'hello ' + name", {
    onInput: async question => `${question} Ada`,
  })
  assert.equal(textOf(answered), "'hello Who? Ada'")
  const refused = await run("prompt('anyone?')")
  assert.match(refused.error?.evalue ?? "", /takes no input/)
})

test("values say how they look by Jupyter.display or toMimeBundle; a Vega-Lite specification is a chart", async () => {
  const first = async (code: string) => (await run(code)).outputs[0]?.content.data as Record<string, unknown>
  assert.equal(
    (await first("({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>x</b>' }) })"))["text/html"],
    "<b>x</b>",
  )
  assert.equal(
    (await first("({ async toMimeBundle() { return { 'text/markdown': '*x*' } } })"))["text/markdown"],
    "*x*",
  )
  const chart = await first("({ $schema: 'https://vega.github.io/schema/vega-lite/v5.json', mark: 'bar' })")
  assert.deepEqual((chart["application/vnd.vegalite.v5+json"] as { mark: string }).mark, "bar")
})

test("a display can be updated by a later cell", async () => {
  await run("const handle = display.html('<i>1</i>')")
  const { outputs } = await run("handle.update('two')")
  assert.equal(outputs[0]?.type, "update_display_data")
})

test("imports of built-ins, packages, virtual and local modules work, static and dynamic; a missing one says what to do", async () => {
  assert.equal(
    textOf(await run("import path, { join } from 'node:path'; join('a', 'b') === path.join('a', 'b')")),
    "true",
  )
  assert.equal(textOf(await run("typeof (await import('zod')).z.string")), "'function'")
  assert.equal(textOf(await run("require('node:os').EOL.length > 0")), "true")
  const missing = await run("import x from 'no-such-package-here'")
  assert.match(missing.error?.evalue ?? "", /"no-such-package-here" is not installed/)
  assert.match(missing.error?.traceback.join("\n") ?? "", /npm install no-such-package-here/)
  assert.match((await run("import y from './none.ts'")).error?.evalue ?? "", /no file ".\/none.ts"/)
  assert.match((await run("import z from 'node:path/nothing'")).error?.evalue ?? "", /./)
})

test("is_complete tells a finished cell from one that goes on", async () => {
  assert.equal((await kernel.isComplete("1 + 1")).status, "complete")
  assert.equal((await kernel.isComplete("function f() {")).status, "incomplete")
  assert.equal((await kernel.isComplete("const const")).status, "invalid")
})

test("history is kept by line, found by pattern, and shared by sessions", async () => {
  const mark = `"history ${process.pid}"`
  await run(mark)
  let found: unknown[] = []
  while (found.length === 0) found = await kernel.history({ access: "search", pattern: `*${mark}*` })
  assert.equal((found[0] as unknown[])[2], mark)
})

interface Structured {
  code: string
  line?: number
}

test("an error of Kaon's own points to the user's line: an import that finds nothing, a contract that the values break", async () => {
  const errorOf = async (code: string) => ((await run(code)).metadata.kaon as { error: Structured }).error
  const missing = await errorOf(
    "%%data digits\nimport source from 'kaon:datasets/digts'\nconst digits = await source.load().split()",
  )
  assert.deepEqual([missing.code, missing.line], ["PLUGIN_NOT_FOUND", 2])
  const broken = await errorOf("\n%%data digits\nconst digits = 5")
  assert.deepEqual([broken.code, broken.line], ["CONTRACT_NOT_MET", 2])
  const unknown = await errorOf("%%dta digits")
  assert.deepEqual([unknown.code, unknown.line], ["UNKNOWN_HEADER", 1])
})

test("cells of a subshell run beside those of the main shell, and each shell keeps its own order", async () => {
  const { content } = await kernel.control("create_subshell_request", {})
  const subshell = content.subshell_id as string
  assert.deepEqual((await kernel.control("list_subshell_request", {})).content.subshell_id, [subshell])
  const waiting = run("const gate = Promise.withResolvers<string>(); await gate.promise")
  const beside = await kernel.execute("gate.resolve('opened from beside'); 'beside'", { subshell })
  assert.equal(textOf(beside), "'beside'")
  assert.equal(textOf(await waiting), "'opened from beside'")
  assert.equal((await kernel.control("delete_subshell_request", { subshell_id: subshell })).content.status, "ok")
  assert.equal((await kernel.control("delete_subshell_request", { subshell_id: subshell })).content.status, "error")
})

test("a kernel says what memory its process holds, also while a cell keeps it busy", async () => {
  const busy = run("const until = Date.now() + 1500; while (Date.now() < until) {}")
  const { content } = await kernel.control("usage_request", {})
  const { kernel_memory: memory, pid } = content as { kernel_memory: number; pid: number }
  assert.ok(memory > 20e6 && memory < 4e9, String(memory))
  assert.notEqual(pid, process.pid)
  await busy
})
