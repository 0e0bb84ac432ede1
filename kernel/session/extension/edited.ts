import type { ExtensionResult } from "../../contracts/extension.ts"
import type { CodeAnswers } from "../code.ts"
import { EditedCells } from "./editedcells.ts"
import type { ExtensionHandlers } from "./extension.ts"
import type { Ran } from "./graph.ts"
import { GraphChanges } from "./graphchanges.ts"

/** How many notebooks are kept: windows come and go, and one that was forgotten tells its cells again. */
const most = 8

interface Kept {
  readonly cells: EditedCells
  readonly graph: GraphChanges
}

const nothing = { cells: [], gone: [], more: false }
const unknown: ExtensionResult<"notebook.graph"> = { known: false, answer: 0, whole: true, ...nothing }

/** The notebooks that front ends edit, told by what changes in them. */
export function editedMethods(
  ran: Ran,
  code: Pick<CodeAnswers, "edit">,
): Pick<ExtensionHandlers, "notebook.edit" | "notebook.graph"> {
  const kept = new Map<string, Kept>()
  const latest = (notebook: string, found: Kept) => {
    kept.delete(notebook)
    kept.set(notebook, found)
    if (kept.size > most) kept.delete(kept.keys().next().value!)
  }
  return {
    "notebook.edit": ({ notebook, ...change }) => {
      const found = kept.get(notebook) ?? { cells: new EditedCells(), graph: new GraphChanges(ran) }
      const known = found.cells.take(change)
      if (known) {
        latest(notebook, found)
        code.edit(found.cells.list)
      } else kept.delete(notebook)
      return { known }
    },
    "notebook.graph": async ({ notebook, revision, since }) => {
      await ran.mutations.settled
      const found = kept.get(notebook)
      if (found?.cells.revision !== revision) return unknown
      return found.graph.answer(found.cells.list, since)
    },
  }
}
