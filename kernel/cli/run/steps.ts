import type { Header } from "../../contracts/stage.ts"
import type { Notebook } from "../../notebook/index.ts"

/** A code cell that a run executes. */
export interface Step {
  cellId: string
  /** The number the reader counts, from 1, over code cells. */
  cell: number
  source: string
  header: Header | undefined
  /** Parameter values for this cell, where it declares them. */
  params?: Record<string, unknown>
}

/** A notebook's code cells with their numbers. Cells without code are counted, but are no steps. */
export const stepsOf = (notebook: Notebook): Step[] =>
  notebook.cells
    .filter(cell => cell.cell_type === "code")
    .map((cell, i) => ({ cellId: cell.id, cell: i + 1, source: cell.source, header: undefined }))
    .filter(({ source }) => source.trim() !== "")

/** What people call a step: its stage and name, or the number of its cell. */
export const titleOf = ({ cell, header }: Pick<Step, "cell" | "header">): string =>
  header === undefined ? `cell ${cell}` : [header.stage, header.name].filter(part => part !== undefined).join(" ")

/** A step as events tell of it. */
export const described = ({ cellId, cell, header }: Step) => ({
  cellId,
  cell,
  ...(header === undefined ? {} : { stage: header.stage }),
  ...(header?.name === undefined ? {} : { name: header.name }),
})
