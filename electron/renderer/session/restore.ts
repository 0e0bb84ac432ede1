import type { Executions } from "../jupyter/rest.ts"
import type { Document } from "../state/model.ts"

export interface Ended {
  readonly cell: string
  readonly message: string
  readonly state: "done" | "failed"
  readonly started: number
  readonly ended: number
}

export interface Restored {
  readonly runs: readonly { cell: string; message: string }[]
  /** Runs of this kernel that the file holds to their end. */
  readonly ended: readonly Ended[]
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
    ended: [...latest].flatMap(([cell, { request, state, count, live, began, ended }]) =>
      live && (state === "ok" || state === "error") && began && ended && count === cells.get(cell)?.count
        ? [
            {
              cell,
              message: request,
              state: state === "ok" ? "done" : "failed",
              started: Date.parse(began),
              ended: Date.parse(ended),
            },
          ]
        : [],
    ),
    after: Math.min(seq, ...missing.map(([, { first }]) => first - 1)),
  }
}
