import type { Stage } from "../../../kernel/contracts/stages.ts"
import type { Cell, GraphView } from "../state/model.ts"
import { readHeader } from "./headerline.ts"

export interface StageNode {
  readonly id: string
  readonly stage: Stage
  readonly name: string
}

/** The pipeline cells of a notebook, and which of them needs which. What a stage needs through plain cells counts as needed. */
export function stageGraph(
  order: readonly string[],
  cells: ReadonlyMap<string, Cell>,
  graph: GraphView,
): { nodes: StageNode[]; edges: { from: string; to: string }[] } {
  const nodes = order.flatMap((id): StageNode[] => {
    const cell = cells.get(id)
    const header = cell?.type === "code" ? readHeader(cell.source) : undefined
    return header === undefined ? [] : [{ id, stage: header.stage, name: header.name }]
  })
  const stages = new Set(nodes.map(({ id }) => id))
  const needs = Map.groupBy(graph.edges, ({ to }) => to)
  const edges = nodes.flatMap(({ id }) => [...nearest(id, stages, needs)].map(from => ({ from, to: id })))
  return { nodes, edges: reduced(edges) }
}

function nearest(
  id: string,
  stages: ReadonlySet<string>,
  needs: ReadonlyMap<string, readonly { from: string }[]>,
): Set<string> {
  const found = new Set<string>()
  const seen = new Set([id])
  const open = [id]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { from } of needs.get(at) ?? []) {
      if (seen.has(from)) continue
      seen.add(from)
      if (stages.has(from)) found.add(from)
      else open.push(from)
    }
  }
  return found
}

/** Without the edges that a longer way says already. */
function reduced(edges: readonly { from: string; to: string }[]): { from: string; to: string }[] {
  const next = Map.groupBy(edges, ({ from }) => from)
  const reaches = (
    from: string,
    to: string,
    without: { from: string; to: string },
    seen = new Set<string>(),
  ): boolean =>
    (next.get(from) ?? []).some(edge => {
      if (edge === without || seen.has(edge.to)) return false
      seen.add(edge.to)
      return edge.to === to || reaches(edge.to, to, without, seen)
    })
  return edges.filter(edge => !reaches(edge.from, edge.to, edge))
}
