import type { ExtensionParams } from "../../contracts/extension.ts"

type Change = Omit<ExtensionParams<"notebook.edit">, "notebook">
type Cell = Change["cells"][number]

/** A notebook's code cells as they were told. A cell whose source stays is the same object in every list. */
export class EditedCells {
  /** The number of the state that is known; undefined before the first. */
  revision: number | undefined
  list: readonly Cell[] = []
  #byId = new Map<string, Cell>()

  /** Takes a change over. False, and nothing is known any more, where it builds on another state than this. */
  take({ revision, since, order, cells }: Change): boolean {
    if (since !== undefined && since !== this.revision) return this.#forget()
    const byId = since === undefined ? new Map<string, Cell>() : this.#byId
    for (const cell of cells) byId.set(cell.id, cell)
    const ids = order ?? (since === undefined ? cells : this.list).map(({ id }) => id)
    const list = ids.flatMap(id => byId.get(id) ?? [])
    if (list.length !== ids.length) return this.#forget()
    this.#byId = order === undefined ? byId : new Map(list.map(cell => [cell.id, cell]))
    this.list = list
    this.revision = revision
    return true
  }

  #forget(): false {
    this.revision = undefined
    this.list = []
    this.#byId = new Map()
    return false
  }
}
