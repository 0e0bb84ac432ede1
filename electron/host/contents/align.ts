import { type Alike, matchCells } from "../../../kernel/contracts/alignment/match.ts"
import type { Cell, Notebook } from "../../../kernel/notebook/index.ts"

export const alike = ({ id, cell_type: type, source }: Cell): Alike => ({ id, type, source })

/**
 * A script holds no cell ids: they are made anew, from the source, whenever it is read. The notebook with the ids that its cells
 * have in the file now, so that the spelling of unchanged cells is found: by id, else by content, else by place.
 */
export function alignIds(file: Notebook, sent: Notebook): Notebook {
  const claims = matchCells(sent.cells.map(alike), file.cells.map(alike), ["id", "content", "place"])
  const taken = new Set(file.cells.map(cell => cell.id))
  const idOf = (cell: Cell, claim: number | undefined): string =>
    claim === undefined ? (taken.has(cell.id) ? `${cell.id}-new` : cell.id) : file.cells[claim]!.id
  return { ...sent, cells: sent.cells.map((cell, i) => ({ ...cell, id: idOf(cell, claims[i]) })) }
}
