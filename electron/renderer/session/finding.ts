import { findAll, type Match } from "../state/search.ts"
import type { NotebookSession } from "./notebook.ts"
import type { Workspace } from "./workspace.ts"

/** Goes to the next match, or to the one before: selects and shows its cell, and leaves the focus where it is. */
export function goToMatch(session: NotebookSession, workspace: Workspace, step: number): Match | undefined {
  const { query, at } = workspace.app.get().find
  const matches = findAll(session.store.get(), query)
  if (matches.length === 0) return undefined
  const next = at < 0 && step < 0 ? matches.length - 1 : (at + step + matches.length) % matches.length
  const match = matches[next]!
  workspace.app.dispatch({ op: "find", find: { at: next, match } })
  session.dispatch({ op: "select", cell: match.cell })
  session.dispatch({ op: "render", cell: match.cell, rendered: false })
  workspace.reveal(match.cell)
  return match
}

/** Puts the cursor on the match that was found last. */
export function editMatch(session: NotebookSession, workspace: Workspace): void {
  const { query, at } = workspace.app.get().find
  const match = findAll(session.store.get(), query)[at]
  if (match === undefined) return
  const caret = { cell: match.cell, offset: match.start, length: match.end - match.start }
  session.dispatch({ op: "setMode", mode: "edit", caret })
}
