import type { Entry } from "./notebook.ts"
import { type Position, workspaceEditSchema } from "./protocol.ts"
import { type Scene, type Session, spanIn } from "./session.ts"
import type { CellDraft, CellEdit, RequestOptions } from "./types.ts"

/** The top-level name that stands at `offset`, with the cell that declares it and all cells that use it from there. */
function bindingAt(session: Session, entry: Entry, offset: number) {
  const { source, declared } = entry.cell
  const start = offset - (/[\p{ID_Continue}$]*$/u.exec(source.slice(0, offset))?.[0].length ?? 0)
  const name = /^[\p{ID_Continue}$]+/u.exec(source.slice(start))?.[0]
  if (name === undefined) return undefined
  const definer = declared.has(name) ? entry : session.notebook.definer(name, entry)
  if (!definer) return undefined
  const users = session.notebook.entries.filter(
    other =>
      other.id !== definer.id &&
      other.id !== entry.id &&
      other.cell.words.has(name) &&
      !other.cell.declared.has(name) &&
      session.notebook.definer(name, other)?.id === definer.id,
  )
  return { name, definer, users }
}

export function rename(
  session: Session,
  draft: CellDraft,
  offset: number,
  newName: string,
  options: RequestOptions,
): Promise<CellEdit[]> {
  const binding = bindingAt(session, session.notebook.entryOf(draft), offset)
  const also = binding ? [binding.definer, ...binding.users] : session.notebook.entries.slice()
  const use = async (scene: Scene): Promise<CellEdit[]> => {
    const own = await editsAt(scene, scene.at(offset), newName)
    if (!binding || own.length === 0) return own
    const { name, definer, users } = binding
    // With imports renamed by alias, a rename stops at the cell: the binding is renamed in each cell that knows it.
    const places = [definer, scene.entry, ...users].map(cell => placeOf(scene, cell, name))
    const edits = await Promise.all(places.map(place => (place ? editsAt(scene, place, newName) : [])))
    const all = edits.flat()
    const isBinding = own.some(edit => all.some(other => isSame(edit, other)))
    return isBinding ? all.filter((edit, at) => all.findIndex(other => isSame(edit, other)) === at) : own
  }
  return session.run<CellEdit[]>(draft, [], options, use, { also: also.filter(cell => cell.id !== draft.id) })
}

const isSame = (a: CellEdit, b: CellEdit): boolean => a.cellId === b.cellId && a.start === b.start

interface Place {
  textDocument: { uri: string }
  position: Position
}

/** Where a cell declares the name, or imports it. */
function placeOf(scene: Scene, cell: Entry, name: string): Place | undefined {
  const found = scene.cells().find(({ entry }) => entry.file === cell.file)
  if (!found) return undefined
  const { module, entry, uri } = found
  const declared = entry.cell.declared.get(name)
  const at = declared ? (declared.offset < 0 ? undefined : module.start + declared.offset) : module.imports.get(name)
  return at === undefined ? undefined : { textDocument: { uri }, position: module.lines.positionAt(at) }
}

/** The edits of one rename in cells (a module that the question does not touch may be out of date and is left out); none at all if a file outside the notebook would have to change as well. */
async function editsAt(scene: Scene, place: Place, newName: string): Promise<CellEdit[]> {
  const found = workspaceEditSchema.parse(await scene.ask("textDocument/rename", { ...place, newName }))
  const cells = found.map(({ uri, edits }) => ({ cell: scene.cellOf(uri), edits }))
  if (found.some(({ uri }) => !scene.isVirtual(uri))) return []
  return cells.flatMap(({ cell, edits }) =>
    edits.flatMap(({ range, newText }) => {
      const span = cell && spanIn(cell.module, range)
      return span && cell ? [{ cellId: cell.entry.id, ...span, newText }] : []
    }),
  )
}
