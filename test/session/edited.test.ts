import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import type { ExtensionClient, KernelClient } from "../../kernel/client/index.ts"
import type { ExtensionResult } from "../../kernel/contracts/extension.ts"
import { type Random, randomFrom } from "../notebook/random.ts"
import { startOurs } from "./kernel.ts"

let kernel: KernelClient
let kaon: ExtensionClient
before(async () => {
  kernel = await startOurs()
  kaon = await kernel.extension()
})
after(() => kernel.shutdown())

type Cell = { id: string; source: string }
type Answer = ExtensionResult<"notebook.graph">

const three = [
  { id: "a", source: "const a = 1" },
  { id: "b", source: "const b = a + 1" },
  { id: "c", source: "const other = 3" },
]
const idsOf = ({ cells }: Answer) => cells.map(({ id }) => id).join(" ")

test("of a cell that changes, the answer tells that cell and those that it changes", async () => {
  const notebook = "told"
  assert.deepEqual(await kaon.call("notebook.edit", { notebook, revision: 1, cells: three }), { known: true })
  const first = await kaon.call("notebook.graph", { notebook, revision: 1 })
  assert.deepEqual([first.known, first.whole, idsOf(first)], [true, true, "a b c"])
  assert.deepEqual(first.cells[1]?.needs, [{ from: "a", names: ["a"] }])

  const renamed = [{ id: "a", source: "const renamed = 1" }]
  await kaon.call("notebook.edit", { notebook, revision: 2, since: 1, cells: renamed })
  const second = await kaon.call("notebook.graph", { notebook, revision: 2, since: first.answer })
  assert.deepEqual([second.whole, idsOf(second)], [false, "a b"])
  assert.deepEqual(second.cells[1]?.needs, [])

  const comment = [{ id: "c", source: "const other = 3 // so" }]
  await kaon.call("notebook.edit", { notebook, revision: 3, since: 2, cells: comment })
  const third = await kaon.call("notebook.graph", { notebook, revision: 3, since: second.answer })
  assert.deepEqual([idsOf(third), third.gone], ["", []], "nothing is other for the graph")

  await kaon.call("notebook.edit", { notebook, revision: 4, since: 3, order: ["a", "c"], cells: [] })
  const fourth = await kaon.call("notebook.graph", { notebook, revision: 4, since: third.answer })
  assert.deepEqual(fourth.gone, ["b"])
})

test("a change that builds on what the kernel has not is not known, and nothing is guessed after it", async () => {
  const notebook = "lost"
  const change = { notebook, revision: 9, since: 8, cells: [] }
  assert.deepEqual(await kaon.call("notebook.edit", change), { known: false }, "a kernel that was started anew")
  await kaon.call("notebook.edit", { notebook, revision: 1, cells: three })
  const skipped = { notebook, revision: 3, since: 2, cells: [{ id: "a", source: "2" }] }
  assert.deepEqual(await kaon.call("notebook.edit", skipped), { known: false }, "a message was lost")
  assert.equal((await kaon.call("notebook.graph", { notebook, revision: 1 })).known, false)
  assert.deepEqual(await kaon.call("notebook.edit", { notebook, revision: 4, cells: three }), { known: true })
  const strange = { notebook, revision: 5, since: 4, order: ["a", "nobody"], cells: [] }
  assert.deepEqual(await kaon.call("notebook.edit", strange), { known: false }, "a cell that was never told")
})

test("windows that come and go are forgotten, and told anew they are known", async () => {
  await kaon.call("notebook.edit", { notebook: "first", revision: 1, cells: three })
  for (let n = 0; n < 8; n++) await kaon.call("notebook.edit", { notebook: `more ${n}`, revision: 1, cells: three })
  assert.equal((await kaon.call("notebook.graph", { notebook: "first", revision: 1 })).known, false)
  assert.deepEqual(await kaon.call("notebook.edit", { notebook: "first", revision: 2, cells: three }), { known: true })
})

test("the language service answers about cells that were told by what changed", async () => {
  const notebook = "language"
  await kaon.call("notebook.edit", { notebook, revision: 1, cells: three })
  const mistake = { cell: { id: "c", source: "b.toFixed(); b.trim()" } }
  const wrong = async () => (await kaon.call("language.diagnose", mistake)).diagnostics.map(({ start }) => start)
  assert.deepEqual(await wrong(), [15], "a number has no trim")
  const text = [{ id: "b", source: "const b = 'x'" }]
  await kaon.call("notebook.edit", { notebook, revision: 2, since: 1, cells: text })
  assert.deepEqual(await wrong(), [2], "a text has no toFixed")
})

test("answers put together are what the graph of all cells is, whatever is edited", async () => {
  const notebook = "random"
  const random = randomFrom(5)
  let [cells, revision]: [Cell[], number] = [three, 1]
  await kaon.call("notebook.edit", { notebook, revision, cells })
  let known = new Map<string, Answer["cells"][number]>()
  let since: number | undefined
  for (let step = 0; step < 60; step++) {
    const answer = await kaon.call("notebook.graph", { notebook, revision, ...(since !== undefined && { since }) })
    since = answer.answer
    if (answer.whole) known = new Map()
    for (const cell of answer.cells) known.set(cell.id, cell)
    for (const id of answer.gone) known.delete(id)
    const { nodes, edges, diagnostics, stale } = await kaon.call("graph", { cells })
    const expected = nodes.map(node => ({
      ...node,
      needs: edges.filter(({ to }) => to === node.id).map(({ from, names }) => ({ from, names })),
      diagnostics: diagnostics.filter(({ cellId }) => cellId === node.id),
      stale: stale.includes(node.id),
    }))
    assert.deepEqual(
      cells.map(({ id }) => known.get(id)),
      expected,
    )
    assert.equal(known.size, cells.length)
    const next = edited(cells, random, step)
    const changed = next.filter(cell => !cells.includes(cell))
    const order = next.map(({ id }) => id)
    const moved = order.join() !== cells.map(({ id }) => id).join()
    cells = next
    const change = { notebook, revision: revision + 1, since: revision, cells: changed, ...(moved && { order }) }
    assert.deepEqual(await kaon.call("notebook.edit", change), { known: true })
    revision += 1
  }
})

test("of a large notebook each answer tells a part, and a change between two of them is not lost", async () => {
  const notebook = "large"
  const cells = Array.from({ length: 450 }, (_, index) => ({ id: `n${index}`, source: `const n${index} = 1` }))
  await kaon.call("notebook.edit", { notebook, revision: 1, cells })
  const first = await kaon.call("notebook.graph", { notebook, revision: 1 })
  assert.deepEqual([first.cells.length, first.more], [200, true])
  const change = [{ id: "n0", source: "const changed = n449" }]
  await kaon.call("notebook.edit", { notebook, revision: 2, since: 1, cells: change })
  const known = new Map(first.cells.map(cell => [cell.id, cell]))
  let last = first
  for (let part = 0; last.more && part < 5; part++) {
    last = await kaon.call("notebook.graph", { notebook, revision: 2, since: last.answer })
    for (const cell of last.cells) known.set(cell.id, cell)
  }
  assert.equal(last.more, false)
  assert.equal(known.size, 450)
  assert.deepEqual(known.get("n0")?.needs, [{ from: "n449", names: ["n449"] }])
})

/** The cells after one random edit: a source, a new cell, one less, or two that changed places. */
function edited(cells: readonly Cell[], random: Random, step: number): Cell[] {
  const names = ["a", "b", "c", "d"]
  const name = () => names[random(names.length)]!
  const source = [`const ${name()} = ${name()}`, `${name()} + ${name()}`, "const = broken", `let ${name()} = 1`][
    random(4)
  ]!
  const at = random(cells.length)
  const edits = [
    () => cells.with(at, { id: cells[at]!.id, source }),
    () => cells.toSpliced(at, 0, { id: `new${step}`, source }),
    () => (cells.length > 2 ? cells.toSpliced(at, 1) : [...cells]),
    () => [...cells.slice(at), ...cells.slice(0, at)],
  ]
  return edits[random(edits.length)]!()
}
