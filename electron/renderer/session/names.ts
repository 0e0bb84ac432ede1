import type { NotebookSession } from "./notebook.ts"
import type { Workspace } from "./workspace.ts"

/** Where a name stands in the notebook's code. */
export interface Place {
  readonly cell: string
  readonly start: number
  readonly end: number
  /** The line that it stands in. */
  readonly line: string
}

/** A name that no code has: what a rename to it would touch is where the name is used. */
const probe = "kaon$probe"
const part = /[\p{ID_Continue}$]/u

export function nameAt(source: string, offset: number): { name: string; start: number } | undefined {
  let start = offset
  while (start > 0 && part.test(source[start - 1]!)) start--
  let end = offset
  while (end < source.length && part.test(source[end]!)) end++
  return start === end ? undefined : { name: source.slice(start, end), start }
}

/** All places of the name at `offset` of a cell, in the notebook's order; none where it is no name of the notebook, or the kernel does not know. */
export async function placesOf(session: NotebookSession, cell: string, offset: number): Promise<Place[]> {
  const source = session.store.get().cells.get(cell)?.source ?? ""
  const params = { cell: { id: cell, source }, offset, newName: probe }
  const found = await session.knowledge.askAbout(cell, "language.rename", params)
  const { order, cells } = session.store.get()
  return (found?.edits ?? [])
    .flatMap(({ cellId, start, end }): Place[] => {
      const text = cells.get(cellId)?.source
      if (text === undefined) return []
      const first = text.lastIndexOf("\n", start - 1) + 1
      const last = text.indexOf("\n", end)
      return [{ cell: cellId, start, end, line: text.slice(first, last < 0 ? undefined : last).trim() }]
    })
    .sort((one, other) => order.indexOf(one.cell) - order.indexOf(other.cell) || one.start - other.start)
}

/** Renames in all cells as one step of undo; false where the kernel would not. */
async function renameAll(session: NotebookSession, cell: string, offset: number, newName: string): Promise<boolean> {
  const source = session.store.get().cells.get(cell)?.source ?? ""
  const params = { cell: { id: cell, source }, offset, newName }
  const reply = await session.knowledge.askAbout(cell, "language.rename", params)
  const { cells } = session.store.get()
  const edits = [...Map.groupBy(reply?.edits ?? [], ({ cellId }) => cellId)].flatMap(([id, list]) => {
    const before = cells.get(id)?.source
    if (before === undefined) return []
    const backwards = list.toSorted((one, other) => other.start - one.start)
    const next = backwards.reduce(
      (text, { start, end, newText }) => text.slice(0, start) + newText + text.slice(end),
      before,
    )
    return [{ cell: id, source: next }]
  })
  session.dispatch({ op: "replaceAll", edits })
  return edits.length > 0
}

/** The name at the cursor with all its uses; undefined, and said so, where there is none. */
async function usesAtCursor(session: NotebookSession, workspace: Workspace) {
  const cell = session.store.get().active
  const offset = session.cursor()
  const found = nameAt(session.store.get().cells.get(cell)?.source ?? "", offset)
  const places = found === undefined ? [] : await placesOf(session, cell, offset)
  if (found !== undefined && places.length > 0) return { cell, offset, name: found.name, places }
  workspace.app.dispatch({ op: "say", text: workspace.words().noName })
  return undefined
}

/** Asks for a new name of what stands at the cursor, with all its uses in view. */
export async function askRename(session: NotebookSession, workspace: Workspace): Promise<void> {
  const found = await usesAtCursor(session, workspace)
  if (found === undefined) return
  const { cell, offset, name, places } = found
  const rename = (to: string) => renameAll(session, cell, offset, to)
  workspace.app.dispatch({ op: "dialog", dialog: { kind: "rename", name, places, rename } })
}

export async function showUses(session: NotebookSession, workspace: Workspace): Promise<void> {
  const found = await usesAtCursor(session, workspace)
  if (found === undefined) return
  const { name, places } = found
  const go = (place: Place) => {
    const caret = { cell: place.cell, offset: place.start, length: place.end - place.start }
    session.dispatch({ op: "setMode", mode: "edit", caret })
  }
  workspace.app.dispatch({ op: "dialog", dialog: { kind: "uses", name, places, go } })
}
