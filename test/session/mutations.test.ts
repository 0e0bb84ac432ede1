import assert from "node:assert/strict"
import { tmpdir } from "node:os"
import { test } from "node:test"
import { fingerprint } from "../../kernel/runtime/look/fingerprint.ts"
import { startOurs } from "./kernel.ts"

test("a fingerprint changes with what is in a value, and asks no code of the user", () => {
  const cases: [value: object, change: () => void][] = []
  const add = <T extends object>(value: T, change: (value: T) => void) => cases.push([value, () => change(value)])
  add([1, 2], list => list.push(3))
  add({ a: { b: [1, 2, { c: 1 }] } }, value => {
    ;(value.a.b[2] as { c: number }).c = 2
  })
  add(new Float64Array(4096), values => values.fill(1, 77, 78))
  add(new Float32Array(1_000_000), values => values.fill(1))
  add(new Map([["a", { x: 1 }]]), map => {
    map.get("a")!.x = 2
  })
  add(new Set([1]), set => set.add(2))
  add(
    Array.from({ length: 100_000 }, (_, i) => ({ i })),
    rows => rows.pop(),
  )
  add({ long: "x".repeat(1000) }, value => {
    value.long += "y"
  })
  for (const [value, change] of cases) {
    const before = fingerprint(value)
    assert.equal(fingerprint(value), before)
    change()
    assert.notEqual(fingerprint(value), before)
  }
  const round: { self?: object } = {}
  round.self = round
  assert.equal(typeof fingerprint(round), "number")
  let asked = 0
  const hostile = {
    get x() {
      return ++asked
    },
    p: new Proxy({}, { get: () => ++asked, ownKeys: () => Array.from({ length: asked++ * 0 }, String) }),
  }
  fingerprint(hostile)
  fingerprint(hostile.p)
  assert.equal(asked, 0)
  for (const value of [1, "x", null, undefined, () => 1, new (class Own {})(), new Date()])
    assert.equal(fingerprint(value), undefined)
})

test("a cell that changes another cell's value in place is named, with the cell that made it, until that runs again", async () => {
  await using kernel = await startOurs(tmpdir())
  const extension = await kernel.extension()
  await extension.call("learning.backend", {})
  const cells = [
    { id: "a", source: "const rows = [1, 2]\nconst apart = [1]\nlet grown = 1" },
    { id: "b", source: "const copy = [...rows]\ncopy.push(3)\ngrown = 2" },
    { id: "c", source: "\nrows.push(3)" },
    { id: "d", source: "rows.length" },
  ]
  const run = async (id: string) => {
    const source = cells.find(cell => cell.id === id)!.source
    await kernel.execute(source, { metadata: { cellId: id } })
    const { diagnostics } = await extension.call("graph", { cells })
    return diagnostics.filter(({ code }) => code === "VALUE_CHANGED")
  }
  assert.deepEqual(await run("a"), [])
  assert.deepEqual(await run("b"), [])
  const [found, ...more] = await run("c")
  assert.deepEqual(more, [])
  assert.match(found?.message ?? "", /"rows" of cell 1 was changed in place by cell 3/)
  assert.deepEqual([found?.cellId, found?.line, found?.column, found?.severity], ["c", 2, 1, "warning"])
  assert.deepEqual(found?.related, [{ cellId: "a", cell: 1, line: 1, column: 7 }])
  assert.equal((await run("d")).length, 1, "it stays as long as the value does")
  assert.deepEqual(await run("a"), [])
})
