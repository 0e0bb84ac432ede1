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
  readonly runs: readonly { cell: string; message: string; former?: true }[]
  /** Runs of this kernel that the file holds to their end. */
  readonly ended: readonly Ended[]
  /** Cells whose values are in the kernel as it is now. */
  readonly held: readonly string[]
  /** The last message that need not come again. */
  readonly after: number
}

/**
 * Which runs the file does not hold, or not to their end: those that still go on, and those whose execution count is not the
 * cell's. Of each cell the latest run counts. What came after the first of them comes again as a whole: the outputs of later runs
 * that the file does hold are made anew too, else they would stand there twice.
 */
export function restored({ cells }: Pick<Document, "cells">, { seq, executions }: Executions): Restored {
  const latest = new Map(executions.flatMap(found => (found.cell === undefined ? [] : [[found.cell, found] as const])))
  const known = [...latest].filter(([id, { state }]) => cells.has(id) && state !== "lost" && state !== "aborted")
  const missing = known.filter(
    ([id, { state, count }]) => state === "waiting" || state === "running" || count !== cells.get(id)?.count,
  )
  let after = Math.min(seq, ...missing.map(([, { first }]) => first - 1))
  // Requests stand in a queue: the first message of one may come before the last of others.
  for (const [, { first, last }] of known.toSorted(([, one], [, other]) => other.last - one.last)) {
    if (last > after) after = Math.min(after, first - 1)
  }
  return {
    runs: known
      .filter(([, { last }]) => last > after)
      .map(([cell, { request, live }]) => ({ cell, message: request, ...(!live && { former: true }) })),
    ended: known.flatMap(([cell, { request, state, last, live, began, ended }]) =>
      last <= after && live && (state === "ok" || state === "error") && began && ended
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
    held: known.flatMap(([cell, { state, live }]) => (live && (state === "ok" || state === "error") ? [cell] : [])),
    after,
  }
}
