import assert from "node:assert/strict"
import { test } from "node:test"
import type { Variable } from "../../kernel/debug/dap.ts"
import { startOurs, textOf } from "../session/kernel.ts"
import { DebugSession } from "./session.ts"

const named = (variables: Variable[], name: string): Variable => {
  const found = variables.find(variable => variable.name === name)
  assert.ok(found, `no ${name} among ${variables.map(({ name }) => name).join(", ")}`)
  return found
}

const code = [
  "class Point { constructor(public x: number, public y: number) {} get sum() { return this.x + this.y } }",
  "function look(label: string) {",
  "  const nested = { list: [1, 2, [3, 4]], text: 'a \"word\"', none: null, big: 12n, when: undefined as number | undefined }",
  "  const many = Float32Array.from({ length: 250_000 }, (_, i) => i)",
  "  const pairs = new Map<string, unknown>([['one', 1], ['two', { deep: true }]])",
  "  const point = new Point(1, 2)",
  "  {",
  "    const inside = 5",
  "    const after = label.length + inside",
  "    return after + point.x + nested.list.length + many.length + pairs.size",
  "  }",
  "}",
  "const result = look('four')",
].join("\n")

async function stoppedInside(kernel: Awaited<ReturnType<typeof startOurs>>) {
  const session = await DebugSession.start(kernel)
  assert.deepEqual(await session.breakpoints(code, [9]), [9])
  const execution = kernel.execute(`${code}`)
  await session.stopped()
  return { session, execution }
}

test("values of every kind are listed, opened and paged", async () => {
  await using kernel = await startOurs()
  const { session, execution } = await stoppedInside(kernel)
  const locals = await session.scopeVariables("Locals")
  assert.equal(named(locals, "label").value, '"four"')
  assert.equal(named(locals, "label").variablesReference, 0)
  assert.equal((await session.scope("Block")).inside, "5")
  assert.equal((await session.scope("Block")).after, "(not set yet)")

  const nested = await session.variables(named(locals, "nested").variablesReference)
  assert.equal(named(nested, "text").value, '"a \\"word\\""')
  assert.equal(named(nested, "none").value, "null")
  assert.equal(named(nested, "big").value, "12n")
  assert.equal(named(nested, "when").value, "undefined")
  assert.equal(named(nested, "list").value, "(3) [1, 2, Array(2)]")
  assert.equal(named(nested, "list").evaluateName, "nested.list")
  const list = await session.variables(named(nested, "list").variablesReference)
  assert.equal(named(list, "2").evaluateName, "nested.list[2]")
  const deepest = await session.variables(named(list, "2").variablesReference)
  assert.equal(named(deepest, "1").value, "4")

  const many = named(locals, "many")
  assert.equal(many.indexedVariables, 250_000)
  const paged = await session.variables(many.variablesReference, { filter: "indexed", start: 249_998, count: 10 })
  assert.deepEqual(
    paged.map(({ name, value }) => [name, value]),
    [
      ["249998", "249998"],
      ["249999", "249999"],
    ],
  )
  const ranges = await session.variables(many.variablesReference, { filter: "indexed" })
  assert.equal(ranges.length, 25)
  assert.equal(ranges.at(-1)?.name, "[240000…249999]")
  const inner = await session.variables(ranges.at(-1)!.variablesReference)
  const last = await session.variables(inner.at(-1)!.variablesReference)
  assert.deepEqual([last.length, last.at(-1)?.name, last.at(-1)?.value], [100, "249999", "249999"])

  const point = named(locals, "point")
  assert.equal(point.value, "Point {x: 1, y: 2}")
  assert.equal(named(locals, "pairs").value, 'Map(2) {"one" => 1, "two" => {deep: true}}')

  await session.request("continue")
  assert.equal((await execution).status, "ok")
  assert.equal((await session.send("variables", { variablesReference: point.variablesReference })).success, false)
})

test("expressions are evaluated on the frame and in the notebook, in TypeScript; hovering changes nothing", async () => {
  await using kernel = await startOurs()
  await kernel.execute("let outside = 100")
  const { session, execution } = await stoppedInside(kernel)
  assert.equal(await session.evaluate("(inside as number) + label.length"), "9")
  assert.equal(await session.evaluate("point", "watch"), "Point {x: 1, y: 2}")
  assert.equal(await session.evaluate("nested.list.length", "hover"), "3")
  const [frame] = await session.frames()
  const hovered = await session.send("evaluate", { expression: "outside = 1", context: "hover", frameId: frame!.id })
  assert.equal(hovered.success, false)
  const wrong = await session.send("evaluate", { expression: "nowhere.at.all", frameId: frame!.id })
  assert.equal(wrong.success, false)
  assert.match(wrong.message!, /ReferenceError: nowhere is not defined/)
  assert.equal((await session.request<{ result: string }>("evaluate", { expression: "outside + 1" })).result, "101")
  assert.equal((await session.send("evaluate", { expression: "inside" })).success, false, "no frame, no locals")
  await session.request("continue")
  await execution
})

test("locals, block variables, elements and names of the notebook are changed, and the code goes on with them", async () => {
  await using kernel = await startOurs()
  await kernel.execute("let outside = 100")
  const { session, execution } = await stoppedInside(kernel)
  const set = (variablesReference: number, name: string, value: string) =>
    session.request<{ value: string }>("setVariable", { variablesReference, name, value })
  assert.equal((await set(await session.scopeReference("Locals"), "label", "'elevenchars'")).value, '"elevenchars"')
  await set(await session.scopeReference("Notebook"), "outside", "outside + inside")
  const point = named(await session.scopeVariables("Locals"), "point")
  await set(point.variablesReference, "x", "1000")
  await session.request("copyToGlobals", {
    srcVariableName: "nested",
    dstVariableName: "copied",
    srcFrameId: (await session.frames())[0]!.id,
  })
  await session.request("continue")
  await execution
  assert.equal(textOf(await kernel.execute("[result, outside, copied.list.length]")), "[ 251021, 105, 3 ]")
})

test("what the notebook has defined is inspected while nothing is stopped, debugger on or off", async () => {
  await using kernel = await startOurs()
  await kernel.execute(
    "const table = [{ a: 1 }], word = 'hello'\nfunction help() {}\nclass Shown { toMimeBundle() { return { 'text/html': '<b>me</b>' } } }\nconst shown = new Shown()",
  )
  const off = new DebugSession(kernel)
  const { variables } = await off.request<{ variables: Variable[] }>("inspectVariables")
  assert.deepEqual(variables.map(({ name }) => name).sort(), ["Shown", "help", "shown", "table", "word"])
  assert.equal(named(variables, "word").value, '"hello"')
  const [first] = await off.variables(named(variables, "table").variablesReference)
  assert.equal(first?.value, "{a: 1}")
  const rich = await off.request<{ data: Record<string, string> }>("richInspectVariables", { variableName: "shown" })
  assert.deepEqual(rich.data, { "text/plain": "Shown {}", "text/html": "<b>me</b>" })
  assert.equal((await off.request<{ isStarted: boolean }>("debugInfo")).isStarted, false)
  const on = await DebugSession.start(kernel)
  assert.equal((await on.request<{ variables: Variable[] }>("inspectVariables")).variables.length, 5)
})
