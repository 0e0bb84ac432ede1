import type { Cell, Document } from "../state/model.ts"

/** What has changed of a document: its order, if that did, and the texts of cells that are new or other. */
export interface Delta {
  readonly order?: readonly string[] | undefined
  readonly cells: readonly (readonly [id: string, text: string])[]
}

/** A cell as a draft keeps it. */
const textOf = ({ id, type, source, metadata }: Cell): string => JSON.stringify({ id, type, source, metadata })

/** Says what is other than it was said before. Cells never change, they are replaced: only those are written out. */
export class Teller {
  #told: Document | undefined

  /** `like` is a document that the listener has already, to begin from. */
  constructor(like?: Document) {
    this.#told = like
  }

  tell({ order, cells }: Document): Delta {
    const before = this.#told
    this.#told = { order, cells }
    const changed = order.flatMap(id => {
      const cell = cells.get(id)!
      return before?.cells.get(id) === cell ? [] : [[id, textOf(cell)] as const]
    })
    return { order: before?.order === order ? undefined : order, cells: changed }
  }
}

/** A document's cells as they were told. */
export class Heard {
  #order: readonly string[]
  #texts: Map<string, string>

  constructor(like?: Heard) {
    this.#order = like === undefined ? [] : like.#order
    this.#texts = new Map(like === undefined ? [] : like.#texts)
  }

  hear({ order, cells }: Delta): void {
    for (const [id, text] of cells) this.#texts.set(id, text)
    if (order === undefined) return
    this.#order = order
    const there = new Set(order)
    for (const id of this.#texts.keys()) if (!there.has(id)) this.#texts.delete(id)
  }

  /** The JSON of the cells, in their order. */
  json(): string {
    return `[${this.#order.map(id => this.#texts.get(id)).join()}]`
  }
}
