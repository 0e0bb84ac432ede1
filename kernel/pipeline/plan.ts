import type { Store } from "../store/index.ts"
import { literalParams, type PipelineCell } from "./cells.ts"
import { identity } from "./conduct.ts"
import type { Ledger } from "./ledger.ts"
import { whyOf } from "./why.ts"

/** What a run would do with a cell. */
export interface Planned {
  cell: PipelineCell
  /** "follows": it runs only where a cell that runs above it gives something else than the last time. */
  action: "cached" | "runs" | "follows"
  why: string
  /** Seconds that its last run took, where that is known. */
  seconds: number | undefined
}

interface Planning {
  cells: readonly PipelineCell[]
  forced: ReadonlySet<PipelineCell>
  notebook: string
  store: Store
  ledger: Ledger
}

/** What a run would do, and why. Nothing runs and nothing is written. */
export async function planPipeline({ cells, forced, notebook, store, ledger }: Planning): Promise<Planned[]> {
  const planned: Planned[] = []
  /** Names whose values a run would make, with the cell that does. */
  const open = new Map<string, PipelineCell>()
  for (const cell of cells) {
    const params = forced.has(cell) ? undefined : literalParams(cell)
    if (params !== undefined && store.entries.latest(identity(cell, { notebook })) !== undefined) {
      const values = Object.entries(params).map(async ([name, value]) => {
        const digest = await store.values.digest(value)
        return [name, { form: "known" as const, digest, why: "it is written in its cell" }] as const
      })
      ledger.settle(cell, ledger.reached(cell), Object.fromEntries(await Promise.all(values)), {})
      planned.push({ cell, action: "cached", why: "its values are written in it", seconds: undefined })
      continue
    }
    const decision = await ledger.decide(cell)
    const { latest } = store.entries
    const before = latest.call(store.entries, identity(cell, { notebook }))
    const last = before && store.find(before.key)
    const above = cell.facts.uses.map(({ name }) => open.get(name)).find(definer => definer !== undefined)
    const found = decision.key === undefined ? undefined : store.find(decision.key)
    const settle = (action: Planned["action"], why: string) => {
      planned.push({ cell, action, why, seconds: (found ?? last)?.seconds })
      if (action === "cached") return
      for (const { name } of cell.facts.defines) open.set(name, cell)
      for (const name of Object.keys(last?.changed ?? {})) open.set(name, cell)
      ledger.settle(cell, decision.reached, {}, {})
    }
    const unknown = /^it uses .* is not known$/.test(decision.refusal ?? "")
    if (forced.has(cell)) settle("runs", "it was asked for")
    else if (decision.refusal !== undefined && !unknown) settle("runs", decision.refusal)
    else if (above !== undefined) settle("follows", `it uses what cell ${above.number} gives`)
    else if (found === undefined) settle("runs", whyOf(before?.parts, decision.parts))
    else if (found.refused !== undefined) settle("runs", found.refused)
    else {
      ledger.settle(cell, decision.reached, found.values, found.changed)
      for (const { name } of cell.facts.defines) open.delete(name)
      settle("cached", "nothing that matters to it has changed")
    }
  }
  return planned
}
