import { type FindOrder, orderIn } from "./page.ts"
import type { Tabular } from "./rows.ts"

/** Orders that are kept: of one open grid, and of the ones before it. */
const most = 4

interface Kept {
  key: string
  value: WeakRef<object>
  total: number
  order: Uint32Array | undefined
}

/**
 * Remembers how rows of a value were sorted and filtered, so that paging through a million of them sorts once. `age` changes with
 * each run of a cell: what ran may have changed the rows.
 */
export class Orders {
  readonly #age: () => number
  #kept: Kept[] = []
  #of: number | undefined

  constructor(age: () => number) {
    this.#age = age
  }

  /** Finds orders of one value's rows. */
  of(value: object): FindOrder {
    return (table, { sort, filter }) => {
      const age = this.#age()
      if (this.#of !== age) this.#kept = []
      this.#of = age
      const key = JSON.stringify([sort, filter])
      const found = this.#kept.find(
        kept => kept.key === key && kept.total === table.total && kept.value.deref() === value,
      )
      return found === undefined ? this.#keep(key, value, table, orderIn(table, { sort, filter })) : found.order
    }
  }

  #keep(key: string, value: object, { total }: Tabular, order: Uint32Array | undefined): Uint32Array | undefined {
    this.#kept = [{ key, value: new WeakRef(value), total, order }, ...this.#kept].slice(0, most)
    return order
  }
}
