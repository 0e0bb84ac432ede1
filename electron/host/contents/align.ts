import type { Cell, Notebook } from "../../../kernel/notebook/index.ts"

const contentOf = ({ cell_type, source }: Cell): string => JSON.stringify([cell_type, source])

/**
 * A script holds no cell ids: they are made anew, from the source, whenever it is read. The notebook with the ids that its cells
 * have in the file now, so that the spelling of unchanged cells is found: by id, else by content, else by place.
 */
export function alignIds(file: Notebook, sent: Notebook): Notebook {
  const free = new Map(file.cells.map(cell => [cell.id, cell]))
  const claimed = new Map<Cell, string>()
  const claim = (cell: Cell, id: string | undefined): void => {
    if (id === undefined || claimed.has(cell) || !free.delete(id)) return
    claimed.set(cell, id)
  }
  for (const cell of sent.cells) claim(cell, cell.id)
  for (const cell of sent.cells) {
    if (claimed.has(cell)) continue
    const content = contentOf(cell)
    claim(cell, [...free.values()].find(other => contentOf(other) === content)?.id)
  }
  if (file.cells.length === sent.cells.length)
    for (const [i, cell] of sent.cells.entries()) claim(cell, file.cells[i]!.id)
  const taken = new Set(claimed.values())
  const idOf = (cell: Cell) => claimed.get(cell) ?? (taken.has(cell.id) ? `${cell.id}-new` : cell.id)
  return { ...sent, cells: sent.cells.map(cell => ({ ...cell, id: idOf(cell) })) }
}
