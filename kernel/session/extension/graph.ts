import { analyseCell } from "../../cell/index.ts"
import type { CellFacts, Diagnostic } from "../../contracts/cell.ts"
import { KaonError } from "../../contracts/errors.ts"
import type { ExtensionParams, ExtensionResult } from "../../contracts/extension.ts"
import { checkContracts } from "../../graph/contracts.ts"
import { buildGraph, type Graph, planRun } from "../../graph/index.ts"
import { staleCells } from "../../graph/stale.ts"
import type { Cells } from "../cells.ts"
import type { Mutations } from "../mutations.ts"
import type { ExtensionHandlers } from "./extension.ts"

export type Notebook = Pick<ExtensionParams<"graph">, "cells" | "ran">
type Analysed = { facts: CellFacts; problem?: Diagnostic }

/** What is known of the cells of a notebook together. `analysed` says what each is by itself. */
export function readNotebook(notebook: Notebook, ran: Ran, analysed = analyse): ExtensionResult<"graph"> & GraphOf {
  const found = notebook.cells.map(analysed)
  const facts = found.map(({ facts }) => facts)
  const { graph, diagnostics } = buildGraph(facts)
  const problems = found.flatMap(({ problem }) => problem ?? [])
  const sources = new Map(notebook.cells.map(({ id, source }) => [id, source]))
  return {
    graph,
    nodes: graph.cells.map(nodeOf),
    edges: edgesOf(graph),
    diagnostics: [...problems, ...checkContracts(facts), ...diagnostics, ...ran.mutations.diagnostics(facts)],
    stale: staleCells(graph, sources, notebook.ran ?? ran.cells.sources()),
  }
}

/** What ran in this kernel, and what it did to the values of other cells. */
export interface Ran {
  cells: Cells
  mutations: Pick<Mutations, "settled" | "diagnostics">
}

interface GraphOf {
  graph: Graph
}

/** The graph of a notebook as it is being edited, whether or not its cells parse. */
export function graphMethods(ran: Ran): Pick<ExtensionHandlers, "graph" | "plan"> {
  return {
    async graph(notebook) {
      await ran.mutations.settled
      const { nodes, edges, diagnostics, stale } = readNotebook(notebook, ran)
      return { nodes, edges, diagnostics, stale }
    },
    plan({ only, from, ...notebook }) {
      const { graph, stale } = readNotebook(notebook, ran)
      const want = { ...(only === undefined ? {} : { only }), ...(from === undefined ? {} : { from }) }
      return { order: planRun(graph, want), stale }
    },
  }
}

/** A cell that does not parse takes part without names, and its mistake is among the diagnostics. */
export function analyse({ id, source, number }: Notebook["cells"][number], index: number): Analysed {
  const cell = { id, number: number ?? index + 1 }
  try {
    return { facts: analyseCell(source, cell) }
  } catch (cause) {
    if (!(cause instanceof KaonError)) throw cause
    const { code, message, fix, place } = cause
    return {
      facts: { ...cell, header: undefined, defines: [], uses: [], assigns: [], imports: [] },
      problem: {
        code,
        severity: "error",
        message,
        ...(fix === undefined ? {} : { fix }),
        ...(place?.line === undefined ? {} : { line: place.line }),
        ...(place?.column === undefined ? {} : { column: place.column }),
        cellId: id,
        cell: cell.number,
      },
    }
  }
}

const nodeOf = ({ id, number, header, defines, uses }: CellFacts) => ({
  id,
  number,
  ...(header === undefined ? {} : { stage: header.stage }),
  ...(header?.name === undefined ? {} : { name: header.name }),
  defines: [...new Set(defines.map(({ name }) => name))],
  uses: uses.map(({ name }) => name),
})

function edgesOf(graph: Graph): { from: string; to: string; names: string[] }[] {
  return graph.cells.flatMap(({ id: to, uses }) =>
    graph.dependencies(to).map(from => {
      const source = graph.cells[graph.index(from)]!
      const given = new Set([...source.defines, ...source.assigns].map(({ name }) => name))
      return { from, to, names: uses.map(({ name }) => name).filter(name => given.has(name)) }
    }),
  )
}
