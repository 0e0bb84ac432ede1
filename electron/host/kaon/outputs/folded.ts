import { outputTypes } from "../../../../kernel/client/index.ts"
import { type Entry, jsonOf } from "../../../../kernel/keeper/index.ts"
import { applyOutput, type CellOutputs, noOutputs, type Output } from "../../../../kernel/notebook/index.ts"
import type { HostKernel } from "../../kernels/kernel.ts"
import type { Execution } from "./executions.ts"

export interface Folded {
  outputs: Output[]
  /** Characters of streams beyond the limit: they are not in `outputs`. */
  omitted: { stdout: number; stderr: number }
  /** The last message that is in it: a client goes on `after` it. */
  seq: number
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** An execution's outputs as nbformat keeps them, with at most `limit` characters of each stream. */
export async function foldOutputs(
  kernel: HostKernel,
  { request, first, last }: Execution,
  limit: number,
): Promise<Folded> {
  const reader = await kernel.reader(first - 1)
  const left: Record<string, number> = { stdout: limit, stderr: limit }
  const omitted = { stdout: 0, stderr: 0 }
  let state: CellOutputs = noOutputs
  const take = (entry: Entry): void => {
    const content = entry.parent === request && outputTypes.has(entry.type) ? jsonOf(entry.parts[3]) : undefined
    if (!isObject(content)) return
    const { name, text } = content
    if (entry.type !== "stream" || (name !== "stdout" && name !== "stderr") || typeof text !== "string") {
      state = applyOutput(state, { type: entry.type, content })
      return
    }
    const shown = text.slice(0, left[name])
    left[name] = (left[name] ?? 0) - shown.length
    omitted[name] += text.length - shown.length
    if (shown !== "") state = applyOutput(state, { type: "stream", content: { name, text: shown } })
  }
  try {
    const { head } = kernel.state
    for (let entries = await reader.read(head); entries.length > 0; entries = await reader.read(head)) {
      entries.forEach(take)
      if (entries.at(-1)!.seq >= last) break
    }
  } finally {
    await reader.close()
  }
  return { outputs: [...state.outputs], omitted, seq: last }
}
