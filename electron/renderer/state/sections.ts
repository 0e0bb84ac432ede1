import type { Cell, Document, NotebookState } from "./model.ts"

/** JupyterLab's own field, so that both fold the same sections. */
const field = "jp-MarkdownHeadingCollapsed"

/** The level of the heading that a text cell begins with; undefined for other cells. */
export function headingLevel(cell: Cell): number | undefined {
  if (cell.type !== "markdown") return undefined
  return /^\s*(#{1,6})\s+\S/.exec(cell.source)?.[1]?.length
}

export const isSectionFolded = (cell: Cell): boolean =>
  cell.metadata[field] === true && headingLevel(cell) !== undefined

export function foldedSection(cell: Cell, folded: boolean): Cell {
  const { [field]: _, ...metadata } = cell.metadata
  return { ...cell, metadata: folded ? { ...metadata, [field]: true } : metadata }
}

/** The index after the last cell of the section that a heading at `index` begins. */
export function sectionEnd({ order, cells }: Document, index: number): number {
  const level = headingLevel(cells.get(order[index]!)!)
  if (level === undefined) return index + 1
  let end = index + 1
  while (end < order.length && (headingLevel(cells.get(order[end]!)!) ?? 7) > level) end++
  return end
}

/** The cells that no folded section hides, in their order; the very order where nothing is hidden. */
export function visible(document: Document): readonly string[] {
  const { order, cells } = document
  if (!order.some(id => isSectionFolded(cells.get(id)!))) return order
  const shown: string[] = []
  for (let index = 0; index < order.length; ) {
    shown.push(order[index]!)
    index = isSectionFolded(cells.get(order[index]!)!) ? sectionEnd(document, index) : index + 1
  }
  return shown
}

/** The heading whose section a cell stands in. */
export function headingOver({ order, cells }: Document, id: string): string | undefined {
  const at = order.indexOf(id)
  for (let index = at; index >= 0; index--) {
    if (headingLevel(cells.get(order[index]!)!) !== undefined) return order[index]
  }
  return undefined
}

/** The state with the sections open that hide a cell. */
export function shownCell(state: NotebookState, id: string): NotebookState {
  if (visible(state).includes(id)) return state
  const cells = new Map(state.cells)
  for (let index = state.order.indexOf(id) - 1; index >= 0; index--) {
    const over = state.order[index]!
    const cell = cells.get(over)!
    if (isSectionFolded(cell) && sectionEnd({ order: state.order, cells }, index) > state.order.indexOf(id)) {
      cells.set(over, foldedSection(cell, false))
    }
  }
  return { ...state, cells }
}
