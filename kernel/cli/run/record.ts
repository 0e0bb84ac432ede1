import type { Cell, Notebook } from "../../notebook/index.ts"
import type { Ran } from "./engine.ts"

/** The notebook with what a run left: outputs of the cells that ran, none in the others, and the parameters that were given. */
export function recorded(
  notebook: Notebook,
  { cells, outcome }: Pick<Ran, "cells" | "outcome">,
  params: Record<string, unknown>,
): Notebook {
  const kaon = typeof notebook.metadata.kaon === "object" ? notebook.metadata.kaon : {}
  return {
    ...notebook,
    metadata: { ...notebook.metadata, kaon: { ...kaon, run: { outcome, params } } },
    cells: notebook.cells.map((cell): Cell => {
      if (cell.cell_type !== "code") return cell
      const ran = cells.get(cell.id)
      return { ...cell, outputs: [...(ran?.outputs.outputs ?? [])], execution_count: ran?.executionCount ?? null }
    }),
  }
}
