import { type CodeFacts, codeFacts, paramsOf } from "../cell/index.ts"
import type { CellFacts } from "../contracts/cell.ts"

/** A cell as a pipeline knows it. */
export interface PipelineCell {
  id: string
  /** The number the reader counts, from 1. */
  number: number
  source: string
  facts: CellFacts
  code: CodeFacts
  /** Values that take the place of its parameters' defaults. */
  params: Readonly<Record<string, unknown>>
}

/** Throws what the cell's syntax is wrong with. */
export const pipelineCell = (
  { id, number, source }: Pick<PipelineCell, "id" | "number" | "source">,
  facts: CellFacts,
  params: PipelineCell["params"] = {},
): PipelineCell => ({ id, number, source, facts, code: codeFacts(source), params })

/** The values of a %%params cell that is made of literals alone: nothing has to run to know them. */
export function literalParams({ facts, source, params }: PipelineCell): Record<string, unknown> | undefined {
  if (facts.header?.stage !== "params" || facts.uses.length > 0) return undefined
  const declared = paramsOf(source)
  const literal = declared.every(({ name, ...param }) => "default" in param || Object.hasOwn(params, name))
  if (!literal || declared.length !== facts.defines.length) return undefined
  return Object.fromEntries(
    declared.map(({ name, default: usual }) => [name, Object.hasOwn(params, name) ? params[name] : usual]),
  )
}
