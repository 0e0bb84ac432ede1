import { stageContracts } from "../../../kernel/contracts/stages.ts"
import { readHeader } from "../stages/headerline.ts"
import type { NotebookState } from "./model.ts"

const ours = (metadata: Record<string, unknown>): Record<string, unknown> =>
  typeof metadata.kaon === "object" && metadata.kaon !== null ? { ...metadata.kaon } : {}

/** Does the notebook run what depends on a cell once that ran? Else it marks it as stale. */
export const isAutomatic = ({ metadata }: Pick<NotebookState, "metadata">): boolean =>
  ours(metadata).rerun === "automatic"

/** The notebook's metadata with that wish; what is usual is not written down. */
export function withAutomatic(metadata: Record<string, unknown>, automatic: boolean): Record<string, unknown> {
  const { rerun: _, ...others } = ours(metadata)
  const kaon = automatic ? { ...others, rerun: "automatic" } : others
  const { kaon: __, ...rest } = metadata
  return Object.keys(kaon).length === 0 ? rest : { ...rest, kaon }
}

/**
 * Stale cells that run by themselves after these ran, in the notebook's order: what depends on them, but for stages that run on demand or
 * with consent (training, deployment), and what would rest on such a stage that is stale itself.
 */
export function dueAfter({ order, cells, graph, stale }: NotebookState, ran: ReadonlySet<string>): string[] {
  const users = Map.groupBy(graph.edges, ({ from }) => from)
  const needs = Map.groupBy(graph.edges, ({ to }) => to)
  // One of those that ran may be stale again: what it needs ran after it.
  const reached = new Set([...ran].flatMap(id => (users.get(id) ?? []).map(({ to }) => to)))
  for (const id of reached) for (const { to } of users.get(id) ?? []) reached.add(to)
  const due = new Set<string>()
  for (const id of order) {
    if (!reached.has(id) || !stale.has(id)) continue
    const header = readHeader(cells.get(id)?.source ?? "")
    if (header !== undefined && stageContracts[header.stage].runs !== "freely") continue
    const waits = (needs.get(id) ?? []).some(({ from }) => stale.has(from) && !due.has(from))
    if (!waits) due.add(id)
  }
  return order.filter(id => due.has(id))
}
