import { fromFile } from "../../electron/renderer/state/file.ts"
import type { NotebookState } from "../../electron/renderer/state/model.ts"
import type { Effect, Operation } from "../../electron/renderer/state/operations.ts"
import { reduce } from "../../electron/renderer/state/reduce.ts"

type Spec = string | Record<string, unknown>

/** A notebook of code cells `a`, `b`, `c`, … with these sources, or with these fields of nbformat. */
export function book(...cells: Spec[]): NotebookState {
  const content = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "kaon", display_name: "Kaon" } },
    cells: cells.map((cell, index) => ({
      cell_type: "code",
      id: String.fromCharCode(97 + index),
      metadata: { trusted: true },
      outputs: [],
      execution_count: null,
      ...(typeof cell === "string" ? { source: cell } : cell),
    })),
  }
  let made = 0
  return fromFile("book.ipynb", content, "2026-01-01T00:00:00Z", () => `new-${++made}`)
}

/** The state after operations, and all that they asked for. */
export function after(state: NotebookState, ...operations: Operation[]): { state: NotebookState; effects: Effect[] } {
  const effects: Effect[] = []
  let now = state
  for (const operation of operations) {
    const step = reduce(now, operation)
    now = step.state
    effects.push(...step.effects)
  }
  return { state: now, effects }
}

export const sources = (state: NotebookState): string[] => state.order.map(id => state.cells.get(id)!.source)
export const order = (state: NotebookState): string => state.order.join(" ")
