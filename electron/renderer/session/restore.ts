import type { Executions } from "../jupyter/rest.ts"
import type { Document } from "../state/model.ts"

export interface Restored {
  readonly runs: readonly { cell: string; message: string }[]
  /** The last message that need not come again. */
  readonly after: number
}

/**
 * Which runs the file does not hold, or not to their end: those that still go on, and those whose execution count is not the
 * cell's. Of each cell the latest run counts.
 */
export function restored({ cells }: Pick<Document, "cells">, { seq, executions }: Executions): Restored {
  const latest = new Map(executions.flatMap(found => (found.cell === undefined ? [] : [[found.cell, found] as const])))
  const missing = [...latest].filter(([id, { state, count }]) => {
    const cell = cells.get(id)
    if (cell === undefined || state === "lost" || state === "aborted") return false
    return state === "waiting" || state === "running" || count !== cell.count
  })
  return {
    runs: missing.map(([cell, { request }]) => ({ cell, message: request })),
    after: Math.min(seq, ...missing.map(([, { first }]) => first - 1)),
  }
}
