import assert from "node:assert/strict"
import { test } from "node:test"
import type { CellFacts } from "../../kernel/contracts/cell.ts"
import { buildGraph, descendants, planRun } from "../../kernel/graph/index.ts"
import { cell, notebook } from "./notebook.ts"

const graphOf = (...cells: string[]) => buildGraph(notebook(...cells)).graph
const problems = (...cells: string[]) => buildGraph(notebook(...cells)).diagnostics

test("a cell depends on the cells that define what it uses", () => {
  const graph = graphOf("x", "y <- x", "<- x y", "z")
  assert.deepEqual(graph.dependencies("c"), ["a", "b"])
  assert.deepEqual(graph.dependents("a"), ["b", "c"])
  assert.deepEqual(graph.dependencies("d"), [])
  assert.deepEqual(graph.dependencies("nowhere"), [])
})

test("an edited cell stales only its descendants", () => {
  const graph = graphOf("x", "y <- x", "other", "<- y", "<- other")
  assert.deepEqual(descendants(graph, "a"), ["b", "d"])
  assert.deepEqual(descendants(graph, "c"), ["e"])
  assert.deepEqual(descendants(graph, "d"), [])
})

test("a reader sees the nearest definition above it", () => {
  const graph = graphOf("x", "<- x", "x", "<- x")
  assert.deepEqual([graph.dependencies("b"), graph.dependencies("d")], [["a"], ["c"]])
  assert.deepEqual(
    [graph.definer("x", "b"), graph.definer("x", "d"), graph.definer("x", "a"), graph.definer("x"), graph.definer("y")],
    ["a", "c", "c", "c", undefined],
  )
})

test("who reads after an assignment depends on the cell that assigned", () => {
  const graph = graphOf("x", "<- x", "<- !x", "<- x", "<- !x", "<- x")
  assert.deepEqual(graph.dependencies("b"), ["a"])
  assert.deepEqual(graph.dependencies("d"), ["a", "c"])
  assert.deepEqual(graph.dependencies("f"), ["a", "e"])
  assert.deepEqual(descendants(graph, "c"), ["d", "e", "f"])
})

test("a name defined twice is a warning with both places, and an error when strict", () => {
  const cells = notebook("x", "y x")
  const [problem, ...none] = buildGraph(cells).diagnostics
  assert.deepEqual(none, [])
  assert.deepEqual(
    {
      code: problem?.code,
      severity: problem?.severity,
      cell: problem?.cell,
      line: problem?.line,
      related: problem?.related,
    },
    {
      code: "NAME_DEFINED_TWICE",
      severity: "warning",
      cell: 2,
      line: 2,
      related: [{ cellId: "a", cell: 1, line: 1, column: 1 }],
    },
  )
  assert.match(problem?.message ?? "", /"x".*cell 2, line 2.*cell 1, line 1/)
  assert.equal(buildGraph(cells, { strict: true }).diagnostics[0]?.severity, "error")
})

test("importing the same name from the same module twice is no problem", () => {
  const importing = (id: string, number: number, from: string): CellFacts => ({
    ...cell(id, number, ""),
    defines: [{ name: "fs", kind: "import", line: 1, column: 1, offset: 0 }],
    imports: [from],
  })
  assert.deepEqual(buildGraph([importing("a", 1, "node:fs"), importing("b", 2, "node:fs")]).diagnostics, [])
  assert.equal(buildGraph([importing("a", 1, "node:fs"), importing("b", 2, "fs-extra")]).diagnostics.length, 1)
})

test("a use before the only definition is reported with both places, unless typeof guards it", () => {
  const [problem, ...none] = problems("<- x", "x")
  assert.deepEqual(none, [])
  assert.equal(problem?.code, "NAME_USED_BEFORE")
  assert.deepEqual([problem?.cell, problem?.related?.[0]?.cell], [1, 2])
  assert.deepEqual(problems("<- ?x", "x"), [])
  assert.deepEqual(problems("<- nowhere"), [])
})

test("cells that need one another are a cycle, reported once with all places", () => {
  const found = problems("x <- y", "y <- z", "z <- x", "<- x").filter(({ code }) => code === "GRAPH_CYCLE")
  assert.equal(found.length, 1)
  assert.match(found[0]?.message ?? "", /^Cells 1, 2, 3 need one another, through "y", "z", "x"/)
  assert.deepEqual([found[0]?.cell, found[0]?.related?.map(({ cell }) => cell)], [1, [2, 3]])
  assert.deepEqual(
    problems("x", "<- !x", "<- !x").map(({ code }) => code),
    [],
  )
})

test("a plan runs everything in notebook order, what a cell needs before it", () => {
  assert.deepEqual(planRun(graphOf("x", "y <- x", "z")), ["a", "b", "c"])
  assert.deepEqual(planRun(graphOf("<- x", "x", "y")), ["b", "a", "c"])
  assert.deepEqual(planRun(graphOf("x <- y", "y <- x")).toSorted(), ["a", "b"])
})

test("a plan for some cells holds them and what they need", () => {
  const graph = graphOf("x", "unrelated", "y <- x", "<- y", "<- x")
  assert.deepEqual(planRun(graph, { only: ["d"] }), ["a", "c", "d"])
  assert.deepEqual(planRun(graph, { from: "c" }), ["a", "c", "d"])
  assert.deepEqual(planRun(graph, { only: ["nowhere"] }), [])
  assert.deepEqual(planRun(graph, { only: [] }), [])
})

const best = (work: () => void): number => {
  const times = Array.from({ length: 15 }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return Math.min(...times)
}

const shapes: Record<string, (index: number) => string> = {
  chain: index => `v${index} <- v${index - 1}`,
  star: index => (index === 0 ? "hub" : `v${index} <- hub`),
  writers: index => (index === 0 ? "x" : "<- !x"),
  redefined: index => (index % 2 === 0 ? "x" : "<- x"),
  backwards: index => `v${index} <- v${index + 1}`,
}

for (const [name, shape] of Object.entries(shapes))
  test(`planning a notebook of shape "${name}" takes time in proportion to its edges`, () => {
    const cells = (count: number) =>
      Array.from({ length: count }, (_, index) => cell(`c${index}`, index + 1, shape(index)))
    const [small, large] = [cells(1_000), cells(10_000)]
    const plan = (of: CellFacts[]) => () => {
      const { graph } = buildGraph(of)
      assert.equal(planRun(graph).length, of.length)
      descendants(graph, "c0")
    }
    const ratio = best(plan(large)) / best(plan(small))
    assert.ok(ratio < 40, `10 times the cells took ${ratio.toFixed(1)} times as long`)
  })
