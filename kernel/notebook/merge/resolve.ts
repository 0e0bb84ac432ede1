import { type Choice, resolveText } from "../../contracts/conflicts.ts"
import type { Cell, Notebook } from "../model.ts"
import { isNote, withTheirs } from "./note.ts"

/** A conflict that a person is asked about. */
export interface Question {
  /** The number of the cell, from 1. */
  number: number
  /** The lines between the markers, with them. */
  text: string
}

/**
 * Takes the sides that a person chooses, conflict by conflict; a cell that is left empty by it goes. Undefined as soon as no side is
 * chosen.
 */
export async function resolveConflicts(
  notebook: Notebook,
  choose: (question: Question) => Promise<Choice | undefined>,
): Promise<Notebook | undefined> {
  const cells: Cell[] = []
  const taken: Cell[] = []
  for (const [index, cell] of notebook.cells.entries()) {
    let { source } = cell
    for (let found = resolveText(source); found !== undefined; found = resolveText(source)) {
      const choice = await choose({ number: index + 1, text: found.text })
      if (choice === undefined) return undefined
      if (choice === "theirs" && isNote(cell)) taken.push(cell)
      source = isNote(cell) ? "" : found.with(choice)
    }
    if (source === cell.source) cells.push(cell)
    else if (source.trim() !== "") cells.push({ ...cell, source })
  }
  return taken.reduce(withTheirs, { ...notebook, cells })
}
