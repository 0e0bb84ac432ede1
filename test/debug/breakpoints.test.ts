import assert from "node:assert/strict"
import { test } from "node:test"
import { startOurs, streamOf, textOf } from "../session/kernel.ts"
import { DebugSession } from "./session.ts"

const loop = "let total = 0\nfor (let i = 0; i < 10; i++) {\n  total += i\n}\ntotal"

test("conditions in TypeScript, counts of hits and log points decide where the code stops", async () => {
  await using kernel = await startOurs()
  const session = await DebugSession.start(kernel)
  await session.breakpoints(loop, [{ line: 3, condition: "(i as number) === 7" }])
  let execution = kernel.execute(loop)
  await session.stopped()
  assert.equal(await session.evaluate("i"), "7")
  await session.request("continue")
  await execution

  await session.breakpoints(loop, [{ line: 3, hitCondition: ">= 9" }])
  execution = kernel.execute(loop)
  for (const i of ["8", "9"]) {
    await session.stopped()
    assert.equal(await session.evaluate("i"), i)
    await session.request("continue")
  }
  assert.equal(textOf(await execution), "45")

  await session.breakpoints(loop, [{ line: 3, condition: "i > 7", logMessage: "i is {i}, `total` {total + 1}" }])
  const logged = await kernel.execute(loop)
  assert.equal(streamOf(logged), "i is 8, `total` 29\ni is 9, `total` 37\n")
})

test("breakpoints that are taken away stop nothing; debugInfo tells those that are there", async () => {
  await using kernel = await startOurs()
  const session = await DebugSession.start(kernel)
  assert.deepEqual(await session.breakpoints(`\n${loop}`, [1, 2, 99]), [2, 2, undefined])
  const info = await session.request<{ breakpoints: { source: string; breakpoints: { line: number }[] }[] }>(
    "debugInfo",
  )
  assert.deepEqual(
    info.breakpoints.map(({ breakpoints }) => breakpoints.map(({ line }) => line)),
    [[2, 2, 99]],
  )
  await session.breakpoints(`\n${loop}`, [])
  assert.equal(textOf(await kernel.execute(`\n${loop}`)), "45")
  assert.deepEqual((await session.request<{ breakpoints: unknown[] }>("debugInfo")).breakpoints, [])
})

test("a breakpoint whose cell is known by its path alone is placed when the cell runs", async () => {
  await using kernel = await startOurs()
  const session = await DebugSession.start(kernel)
  const { tmpFilePrefix, tmpFileSuffix, hashSeed } = await session.request<{
    tmpFilePrefix: string
    tmpFileSuffix: string
    hashSeed: number
  }>("debugInfo")
  const { murmur2 } = await import("../../kernel/debug/murmur.ts")
  const code = "\n\nconst x: number = 1\nx + 1"
  const file = `${tmpFilePrefix}${murmur2(code, hashSeed)}${tmpFileSuffix}`
  await session.request("setBreakpoints", { source: { path: file }, breakpoints: [{ line: 2 }] })
  const execution = kernel.execute(code)
  await session.stopped()
  const [frame] = await session.frames()
  assert.deepEqual([frame?.source?.path, frame?.line], [file, 3])
  assert.equal((await session.request<{ content: string }>("source", { source: { path: file } })).content, code)
  await session.request("continue")
  assert.equal(textOf(await execution), "2")
})

for (const [what, code, stops] of [
  ["thrown at the top level", "const a = 1\nthrow new Error('bad')", true],
  [
    "thrown after an await at the top level",
    "await null\nconst f = () => {\n  throw new TypeError('bad')\n}\nf()",
    true,
  ],
  [
    "thrown in an awaited function after its await",
    "const g = async () => {\n  await null\n  throw new Error('bad')\n}\nawait g()",
    true,
  ],
  ["caught by the cell", "try {\n  throw new Error('bad')\n} catch {}\n1", false],
  [
    "caught around an await",
    "const h = async () => { await null; throw new Error('bad') }\ntry { await h() } catch {}\n1",
    false,
  ],
  [
    "caught by .catch after an await",
    "await null\nconst k = async () => { await null; throw new Error('bad') }\nawait k().catch(() => 1)",
    false,
  ],
  [
    "thrown by Node for a call of the cell",
    "import { readFileSync } from 'node:fs'\nawait null\nreadFileSync('/does/not/exist')",
    true,
  ],
] as const) {
  test(`an exception ${what} ${stops ? "stops" : "does not stop"} as uncaught`, async () => {
    await using kernel = await startOurs()
    const session = await DebugSession.start(kernel)
    await session.request("setExceptionBreakpoints", { filters: ["uncaught"] })
    const execution = kernel.execute(code)
    if (!stops) {
      assert.equal((await execution).status, "ok")
      assert.equal(
        session.events.some(({ event }) => event === "stopped"),
        false,
      )
      return
    }
    const { reason, text } = await session.stopped()
    assert.equal(reason, "exception")
    assert.match(text!, /bad|ENOENT/)
    const info = await session.request<{ exceptionId: string; description: string }>("exceptionInfo", { threadId: 1 })
    assert.match(info.exceptionId, /Error$/)
    await session.request("continue")
    assert.equal((await execution).status, "error")
  })
}

test("with all exceptions, one that is caught stops too; with none, none does", async () => {
  await using kernel = await startOurs()
  const session = await DebugSession.start(kernel)
  const code = "try {\n  throw new RangeError('far')\n} catch {}\n1"
  await session.request("setExceptionBreakpoints", { filters: ["all"] })
  const execution = kernel.execute(code)
  assert.equal((await session.stopped()).reason, "exception")
  assert.equal(await session.line(), 2)
  await session.request("continue")
  await execution
  await session.request("setExceptionBreakpoints", { filters: [] })
  assert.equal(textOf(await kernel.execute(code)), "1")
})
