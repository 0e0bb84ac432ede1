import assert from "node:assert/strict"
import { test } from "node:test"
import { startOurs, textOf } from "../session/kernel.ts"
import { DebugSession } from "./session.ts"

const code = "let kept = 1\nfunction inside() {\n  kept++\n  return 'went on'\n}\ninside()"

async function stopInside(kernel: Awaited<ReturnType<typeof startOurs>>) {
  const session = await DebugSession.start(kernel)
  await session.breakpoints(code, [4])
  const execution = kernel.execute(code)
  await session.stopped()
  return { session, execution }
}

test("while the code stands still, heartbeat, kernel_info, completion by name and the debugger itself answer", async () => {
  await using kernel = await startOurs()
  const { session, execution } = await stopInside(kernel)
  assert.equal(await kernel.beat(5000), true)
  const info = await kernel.kernelInfo()
  assert.equal(info.implementation, "kaon")
  assert.ok((await kernel.complete("insid")).matches.includes("inside"))
  assert.deepEqual((await session.request<{ stoppedThreads: number[] }>("debugInfo")).stoppedThreads, [1])
  await session.request("continue")
  assert.equal(textOf(await execution), "'went on'")
})

test("an interrupt ends the stop and the cell, with all state kept, again and again", async () => {
  await using kernel = await startOurs()
  const { session, execution } = await stopInside(kernel)
  await kernel.interrupt()
  assert.equal((await execution).error?.ename, "Interrupted")
  await session.event("continued")
  assert.equal(textOf(await kernel.execute("kept")), "2")
  const again = kernel.execute(`await null\n${code}`)
  const whole = kernel.execute(code)
  assert.equal((await again).status, "ok")
  await session.stopped()
  await kernel.interrupt()
  assert.equal((await whole).error?.ename, "Interrupted")
  assert.equal(textOf(await kernel.execute("kept")), "2")
})

test("with the debugger on, code that does not stand still is interrupted as ever", async () => {
  await using kernel = await startOurs()
  const session = await DebugSession.start(kernel)
  await session.request("setExceptionBreakpoints", { filters: ["all"] })
  for (const forever of ["while (true) {}", "await new Promise(() => {})"]) {
    const started = Promise.withResolvers<void>()
    const execution = kernel.execute(`console.log("on"); ${forever}`, { onOutput: () => started.resolve() })
    await started.promise
    await kernel.interrupt()
    assert.equal((await execution).error?.ename, "Interrupted")
  }
  assert.equal(textOf(await kernel.execute("1 + 1")), "2")
})

test("an interrupt ends a cell that stopped after an await", async () => {
  await using kernel = await startOurs()
  const session = await DebugSession.start(kernel)
  const late = "await new Promise(resolve => setTimeout(resolve, 1))\nconst never = 1\nnever"
  await session.breakpoints(late, [3])
  const execution = kernel.execute(late)
  await session.stopped()
  await kernel.interrupt()
  assert.equal((await execution).error?.ename, "Interrupted")
  assert.equal(textOf(await kernel.execute("1 + 1")), "2")
})

test("disconnecting lets the code go on, and nothing stops any more until the debugger starts again", async () => {
  await using kernel = await startOurs()
  const { session, execution } = await stopInside(kernel)
  await session.request("disconnect", { restart: false, terminateDebuggee: false })
  assert.equal(textOf(await execution), "'went on'")
  await session.event("terminated")
  assert.equal(textOf(await kernel.execute(code)), "'went on'")
  assert.equal((await session.send("stackTrace")).success, false)
  const next = await DebugSession.start(kernel)
  await next.breakpoints(code, [3])
  const again = kernel.execute(code)
  await next.stopped()
  await next.request("continue")
  assert.equal(textOf(await again), "'went on'")
})

test("shutdown ends a kernel whose code stands still, in good time", async () => {
  const kernel = await startOurs()
  const { execution } = await stopInside(kernel)
  execution.catch(() => {})
  const started = performance.now()
  await kernel.shutdown(4000)
  assert.equal((await kernel.exited).code, 0)
  assert.ok(performance.now() - started < 1500)
})

test("requests that the debugger cannot meet are answered, each with its reason", async () => {
  await using kernel = await startOurs()
  const session = new DebugSession(kernel)
  for (const [command, args, why] of [
    ["flyToTheMoon", {}, /does not know the command flyToTheMoon/],
    ["setBreakpoints", { source: { path: "/x" }, breakpoints: [] }, /not started/],
    ["evaluate", { expression: 5 }, /arguments of evaluate/],
    ["evaluate", { expression: "1 +" }, /SyntaxError/],
    ["variables", { variablesReference: 12345 }, /gone/],
    ["toString", {}, /does not know/],
  ] as const) {
    const { success, message, command: answered } = await session.send(command, args)
    assert.deepEqual([success, answered], [false, command])
    assert.match(message!, why)
  }
  const started = await DebugSession.start(kernel)
  for (const command of ["continue", "next", "stepIn", "stepOut"])
    assert.match((await started.send(command)).message!, /not stopped/)
})

test("the kernel says that it has a debugger", async () => {
  await using kernel = await startOurs()
  const { content } = await kernel.control("kernel_info_request", {})
  assert.equal(content.debugger, true)
  assert.deepEqual(content.supported_features, ["debugger", "kernel subshells"])
})
