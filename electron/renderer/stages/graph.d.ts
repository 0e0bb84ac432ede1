import type { Stage } from "../../../kernel/contracts/stages.ts"
import type { Cell, GraphView } from "../state/model.ts"
export interface StageNode {
  readonly id: string
  readonly stage: Stage
  readonly name: string
}
/** The pipeline cells of a notebook, and which of them needs which. What a stage needs through plain cells counts as needed. */
export declare function stageGraph(
  order: readonly string[],
  cells: ReadonlyMap<string, Cell>,
  graph: GraphView,
): {
  nodes: StageNode[]
  edges: {
    from: string
    to: string
  }[]
}
