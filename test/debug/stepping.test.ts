import assert from "node:assert/strict"
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { startOurs, textOf } from "../session/kernel.ts"
import { DebugSession } from "./session.ts"

test("a breakpoint set before its cell ever ran stops it, and stops it again at the next run", async () => {
  await using kernel = await startOurs()
  const session = await DebugSession.start(kernel)
  const code = "interface Point { x: number }\nconst a: number = 20\n\n// nothing here\nconst b: number = a + 1\nb * 2"
  assert.deepEqual(await session.breakpoints(code, [3]), [5], "lines without code move to the next")
  for (let round = 0; round < 2; round++) {
    const execution = kernel.execute(code)
    const { reason, threadId, hitBreakpointIds } = await session.stopped()
    assert.equal(reason, "breakpoint")
    assert.equal(threadId, 1)
    assert.equal(hitBreakpointIds?.length, 1)
    assert.equal(await session.line(), 5)
    assert.equal((await session.scope("Notebook")).a, "20")
    await session.request("continue", { threadId: 1 })
    await session.event("continued")
    assert.equal(textOf(await execution), "42")
  }
})

test("stepping follows the user's lines: top level, into a function, out of it, over an await, and off the end", async () => {
  await using kernel = await startOurs()
  const session = await DebugSession.start(kernel)
  const code = [
    "const one: number = 1",
    "function twice(x: number): number {",
    "  const y = x * 2",
    "  return y",
    "}",
    "await new Promise<void>(resolve => setTimeout(resolve, 5))",
    "const two = twice(one)",
    "const three = two + one",
    "three",
  ].join("\n")
  await session.breakpoints(code, [1])
  const execution = kernel.execute(code)
  await session.stopped()
  const cell = (await session.frames())[0]?.name
  assert.equal(await session.step("next"), `${cell}:2`, "a function is made where it is written")
  assert.equal(await session.step("next"), `${cell}:6`)
  assert.equal(await session.step("next"), `${cell}:7`)
  assert.equal(await session.step("stepIn"), "twice:3")
  assert.deepEqual(await session.at(), ["twice:3", `${cell}:7`])
  assert.equal((await session.scope("Locals")).x, "1")
  assert.equal(await session.step("next"), "twice:4")
  assert.equal(await session.step("stepOut"), `${cell}:8`)
  assert.equal(await session.step("next"), `${cell}:9`)
  await session.request("next", { threadId: 1 })
  assert.equal(textOf(await execution), "3")
  assert.equal(textOf(await kernel.execute("const later = 1\nlater + 1")), "2", "the step does not stop the next cell")
})

test("a function of an earlier cell is stepped into, and stops at a breakpoint set after its cell ran", async () => {
  await using kernel = await startOurs()
  const first = "\nconst square = (n: number) => {\n  const result = n * n\n  return result\n}"
  await kernel.execute(first)
  const session = await DebugSession.start(kernel)
  assert.deepEqual(await session.breakpoints(first, [4]), [4])
  const execution = kernel.execute("const outcome = [3].map(square)\noutcome[0]")
  await session.stopped()
  assert.deepEqual(
    (await session.frames()).map(({ line }) => line),
    [4, 1],
  )
  assert.deepEqual(await session.scope("Locals"), { n: "3", result: "9" })
  await session.request("continue")
  assert.equal(textOf(await execution), "9")
})

test("the innermost of awaiting functions shows those that wait for it", async () => {
  await using kernel = await startOurs()
  const session = await DebugSession.start(kernel)
  const code =
    "async function inner() {\n  await null\n  return 1\n}\nasync function outer() {\n  return 1 + await inner()\n}\nawait outer()"
  await session.breakpoints(code, [3])
  const execution = kernel.execute(code)
  await session.stopped()
  const at = await session.at()
  assert.deepEqual(at.slice(0, 2), ["inner:3", "outer:6"])
  assert.match(at[2]!, /:8$/)
  await session.request("continue")
  assert.equal(textOf(await execution), "2")
})

test("a cell that TypeScript lowers to other lines stops and steps by the lines that were written", async () => {
  await using kernel = await startOurs()
  const session = await DebugSession.start(kernel)
  const code = [
    "enum Colour {",
    "  Red,",
    "  Green,",
    "}",
    "class Pair {",
    "  constructor(readonly a: number, readonly b: number) {}",
    "}",
    "const pair = new Pair(1, 2)",
    "const sum = pair.a + pair.b",
    "sum + Colour.Green",
  ].join("\n")
  assert.deepEqual(await session.breakpoints(code, [8]), [8])
  const execution = kernel.execute(code)
  await session.stopped()
  assert.equal(await session.line(), 8)
  assert.match(await session.step("next"), /:9$/)
  assert.match(await session.step("next"), /:10$/)
  await session.request("continue")
  assert.equal(textOf(await execution), "4")
})

test("a local TypeScript module stops at its own lines, in its own file", async () => {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "kaon-debug-")))
  try {
    const file = path.join(folder, "shapes.ts")
    writeFileSync(
      file,
      "export interface Box { w: number }\n\nexport function area(box: Box): number {\n  const side = box.w\n  return side * side\n}\n",
    )
    await using kernel = await startOurs(folder)
    const session = await DebugSession.start(kernel)
    await session.request("setBreakpoints", { source: { path: file }, breakpoints: [{ line: 5 }] })
    const execution = kernel.execute('import { area } from "./shapes"\narea({ w: 3 })')
    await session.stopped()
    const [frame, caller] = await session.frames()
    assert.equal(frame?.source?.path, file)
    assert.equal(frame?.line, 5)
    assert.equal(caller?.line, 2)
    assert.match(
      (await session.request<{ content: string }>("source", { source: { path: file } })).content,
      /interface Box/,
    )
    assert.deepEqual(
      (await session.request<{ modules: { path: string }[] }>("modules")).modules.map(({ path }) => path),
      [file],
    )
    await session.request("continue")
    assert.equal(textOf(await execution), "9")
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test("pause stops a loop where it is, with its values", async () => {
  await using kernel = await startOurs()
  const session = await DebugSession.start(kernel)
  const started = Promise.withResolvers<void>()
  const execution = kernel.execute(
    "let going = true, rounds = 0\nconsole.log('on')\nwhile (going) {\n  rounds++\n}\nrounds > 0",
    {
      onOutput: () => started.resolve(),
    },
  )
  await started.promise
  await session.request("pause", { threadId: 1 })
  assert.equal((await session.stopped()).reason, "pause")
  assert.ok([3, 4].includes((await session.line())!))
  assert.ok(Number((await session.scope("Notebook")).rounds) > 0)
  await session.evaluate("going = false")
  await session.request("continue")
  assert.equal(textOf(await execution), "true")
})

for (const filters of [[], ["uncaught"]]) {
  test(`steps pass over what is not the user's own${filters.length === 0 ? "" : ", also while exceptions are watched"}`, async () => {
    await using kernel = await startOurs()
    const session = await DebugSession.start(kernel)
    await session.request("setExceptionBreakpoints", { filters })
    const code = [
      "const url = new URL('http://a/b')",
      "console.log(url.pathname)",
      "display(url)",
      "const parts = url.href.split('/').map(part => {",
      "  return part.length",
      "})",
      "await import('node:fs/promises').then(fs => fs.stat('/'))",
      "parts.length",
    ].join("\n")
    await session.breakpoints(code, [1])
    const execution = kernel.execute(code)
    await session.stopped()
    for (const line of [2, 3, 4]) assert.match(await session.step("stepIn"), new RegExp(`:${line}$`))
    assert.equal(await session.step("stepIn"), "(anonymous):5")
    assert.match(await session.step("stepOut"), /:7$/)
    assert.match(await session.step("next"), /:8$/)
    await session.request("continue")
    assert.equal(textOf(await execution), "4")
  })
}

test("a callback of a timer stops under no cell's execution, and goes on", async () => {
  await using kernel = await startOurs()
  const session = await DebugSession.start(kernel)
  const code = "let ticked = false\nsetTimeout(() => {\n  ticked = true\n}, 1)\n1"
  await session.breakpoints(code, [3])
  await kernel.execute(code)
  await session.stopped()
  assert.equal(await session.line(), 3)
  const waiting = kernel.execute("ticked")
  await session.request("next")
  await session.stopped()
  await session.request("continue")
  assert.equal(textOf(await waiting), "true")
})

test("a cell with a header and a cell that disposes resources stop at their lines", async () => {
  await using kernel = await startOurs()
  const session = await DebugSession.start(kernel)
  const params = "%%params\nconst epochs = 3\nconst rate: number = 0.1"
  const using =
    "using handle = { [Symbol.dispose]() { disposed = true } }\nlet disposed = false\nconst size: number = 1 + 1\nsize"
  for (const [code, line] of [
    [params, 3],
    [using, 3],
  ] as const) {
    assert.deepEqual(await session.breakpoints(code, [line]), [line])
    const execution = kernel.execute(code)
    await session.stopped()
    assert.equal(await session.line(), line)
    await session.request("continue")
    assert.equal((await execution).status, "ok")
  }
})
