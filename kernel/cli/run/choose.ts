import { analyseCell } from "../../cell/index.ts"
import type { CellFacts } from "../../contracts/cell.ts"
import { KaonError } from "../../contracts/errors.ts"
import { buildGraph, descendants, planRun } from "../../graph/index.ts"
import { type Step, titleOf } from "./steps.ts"

/** The steps that `--from` and `--only` leave, and those of them that run whatever the cache has. Throws USAGE for no such step. */
export function chosenSteps(
  steps: readonly Step[],
  { from, only = [] }: { from: string | undefined; only: readonly string[] | undefined },
): { steps: Step[]; forced: Set<string> } {
  const facts = steps.map(({ cellId, cell, source }) => analyseCell(source, { id: cellId, number: cell }))
  const { graph } = buildGraph(facts)
  const named = only.flatMap(name => found(name, steps, facts))
  const first = from === undefined ? [] : found(from, steps, facts).slice(0, 1)
  const forced = new Set([...named, ...first.flatMap(id => [id, ...descendants(graph, id)])])
  const planned = new Set(planRun(graph, { only: [...forced] }))
  return { steps: steps.filter(({ cellId }) => planned.has(cellId)), forced }
}

/** A step by its number, its title (`train cnn`), its stage, a name that it defines, or its id. */
function found(name: string, steps: readonly Step[], facts: readonly CellFacts[]): string[] {
  const tests: ((step: Step, facts: CellFacts) => boolean)[] = [
    ({ cell }) => String(cell) === name,
    step => titleOf(step) === name,
    ({ header }) => header?.stage === name,
    (_, { defines }) => defines.some(define => define.name === name),
    ({ cellId }) => cellId === name,
  ]
  for (const test of tests) {
    const ids = steps.filter((step, i) => test(step, facts[i]!)).map(({ cellId }) => cellId)
    if (ids.length > 0) return ids
  }
  throw new KaonError("USAGE", `There is no step ${JSON.stringify(name)}.`, {
    fix: `Name one by its number or title: ${steps.map(titleOf).join(", ")}.`,
  })
}
