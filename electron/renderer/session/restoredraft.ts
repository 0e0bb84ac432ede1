import { newCell } from "../state/file.ts"
import type { NotebookState } from "../state/model.ts"
import { type Drafts, documentOf } from "./drafts.ts"
import type { NotebookSession } from "./notebook.ts"

/**
 * Puts back what was typed and never reached the file, after a crash or a reload. Where the file was changed meanwhile, `ask` is
 * called with the file's version, and the notebook holds the draft. Says whether there was anything to put back.
 */
export async function restoreDraft(
  session: NotebookSession,
  drafts: Drafts,
  ask: (theirs: NotebookState) => void,
): Promise<boolean> {
  const file = session.store.get()
  const draft = await drafts.get(file.path)
  if (draft === undefined) return false
  const fresh = (id: string, type: Parameters<typeof newCell>[1]) => newCell(id, type)
  const ours = documentOf(draft.cells, file, fresh)
  const same =
    ours.order.length === file.order.length &&
    ours.order.every((id, index) => {
      const [mine, theirs] = [ours.cells.get(id)!, file.cells.get(id)]
      return file.order[index] === id && mine.source === theirs?.source && mine.type === theirs.type
    })
  if (same || ours.order.length === 0) {
    await drafts.drop(file.path)
    return false
  }
  session.dispatch({ op: "adopt", document: ours })
  const unchanged = draft.hash === file.hash && (file.hash !== "" || draft.modified === file.modified)
  if (unchanged) return true
  session.saving.startFrom(documentOf(draft.base, file, fresh))
  session.dispatch({ op: "saveFailed", reason: "conflict" })
  ask(file)
  return true
}
