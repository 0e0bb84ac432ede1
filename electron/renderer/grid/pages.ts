import { Blocks } from "./blocks.ts"
import type { Filter, Page, RowSource, Sort } from "./source.ts"

export type Row = Page["rows"][number]

export interface View {
  readonly sort: Sort | undefined
  readonly filter: readonly Filter[]
}

/** A kernel that is busy is asked again after so long (ms). */
const again = 700

/** The rows of one source under one sort and filter; `problem` says why none arrive. */
export class Pages {
  readonly #source: RowSource
  readonly #view: View
  readonly #rows = new Blocks<Row>({ size: 100, most: 40, read: (start, count) => this.#read(start, count) })
  head: Page | undefined
  problem: string | undefined

  constructor(source: RowSource, view: View) {
    this.#source = source
    this.#view = view
  }

  subscribe = this.#rows.subscribe
  version = this.#rows.version

  row(index: number): Row | undefined {
    return this.#rows.item(index)
  }

  /** Fetches what is not here of a range of rows. */
  want(first: number, end: number): void {
    this.#rows.want(first, Math.max(first + 1, Math.min(end, this.head?.matching ?? 1)))
  }

  close(): void {
    this.#rows.close()
  }

  async #read(start: number, count: number): Promise<readonly Row[] | undefined> {
    const { sort, filter } = this.#view
    try {
      this.head = await this.#source.page({ start, count, filter: [...filter], ...(sort !== undefined && { sort }) })
      this.problem = undefined
      return this.head.rows
    } catch (cause) {
      this.problem = cause instanceof Error ? cause.message : String(cause)
      const busy = cause instanceof Error && "code" in cause && cause.code === "BUSY"
      if (busy) setTimeout(() => this.#rows.want(start, start + 1), again)
      return undefined
    }
  }
}
