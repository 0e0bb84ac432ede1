import { cellBlobs } from "./cellblobs.ts"
import { toFile, writeCell } from "./file.ts"
import type { NotebookState } from "./model.ts"

const cellsIn = {
  trusted: cellBlobs(cell => JSON.stringify(writeCell(cell, true))),
  untrusted: cellBlobs(cell => JSON.stringify(writeCell(cell, false))),
}

const cellsOf = (state: NotebookState) => cellsIn[state.trusted ? "trusted" : "untrusted"]

/** Does the most of `fileParts` step by step. */
export const filePartsAhead = (state: NotebookState): Generator<void> => cellsOf(state).ahead(state)

/** The JSON of `toFile`, in pieces; costs what the cells cost that changed since the last time. */
export function fileParts(state: NotebookState): BlobPart[] {
  const { cells: _, ...rest } = toFile({ ...state, order: [] })
  return [`${JSON.stringify(rest).slice(0, -1)},"cells":[`, ...cellsOf(state).parts(state), "]}"]
}
