import type { ExtensionInput } from "../../../kernel/contracts/extension.ts"
import type { Cell, Document } from "../state/model.ts"

type Change = ExtensionInput<"notebook.edit">

const isCode = (cell: Cell | undefined): cell is Cell => cell?.type === "code"

/** Cells are replaced when their outputs change too: what counts here is the code. */
const sameCode = (one: Cell | undefined, other: Cell | undefined): boolean =>
  one === other || (one !== undefined && one.source === other?.source && one.type === other.type)

/** Says to one kernel what is other in the code cells than it was told before. */
export class Telling {
  readonly notebook = crypto.randomUUID()
  /** The number of the state that was told last. */
  revision = 0
  #told: { order: readonly string[]; cells: Document["cells"] } | undefined

  /** Whether the kernel was told of all cells as they are now, but for one. */
  isTold({ order, cells }: Document, but?: string): boolean {
    const told = this.#told
    if (told === undefined) return false
    const code = codeIn(order, cells)
    return sameIds(code, told.order) && code.every(id => id === but || sameCode(cells.get(id), told.cells.get(id)))
  }

  /** What to tell of a document; undefined where nothing is other. It counts as told. */
  tell({ order, cells }: Document): Change | undefined {
    const before = this.#told
    const code = codeIn(order, cells)
    const changed = code.flatMap(id => {
      const cell = cells.get(id)
      return cell === undefined || sameCode(cell, before?.cells.get(id)) ? [] : [{ id, source: cell.source }]
    })
    const moved = before === undefined || !sameIds(code, before.order)
    if (!moved && changed.length === 0) return undefined
    this.#told = { order: moved ? code : before.order, cells }
    const since = this.revision
    this.revision += 1
    return {
      notebook: this.notebook,
      revision: this.revision,
      cells: changed,
      ...(before !== undefined && { since }),
      ...(before !== undefined && moved && { order: [...code] }),
    }
  }

  /** The kernel has none of it: next time all is told. */
  forget(): void {
    this.#told = undefined
  }
}

const codeIn = (order: readonly string[], cells: Document["cells"]): string[] =>
  order.filter(id => isCode(cells.get(id)))

const sameIds = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id, index) => id === other[index])
