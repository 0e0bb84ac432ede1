import { type CellContext, currentCell } from "../../contracts/context.ts"
import type { MimeBundle } from "../../contracts/mime.ts"

/** A value with a method under this symbol shows itself, as the last expression of a cell or through `display`. */
export const displaySymbol = Symbol.for("Jupyter.display")

/** What a value looks like, always with text/plain; an empty bundle for what is shown already. */
export interface Displayable {
  [displaySymbol](): MimeBundle
}

/** Something to look at: nothing but its bundle. */
export class View implements Displayable {
  readonly bundle: MimeBundle & { "text/plain": string }
  #shownIn: CellContext | undefined

  constructor(bundle: MimeBundle & { "text/plain": string }) {
    this.bundle = bundle
  }

  /** Shows it under the running cell at once; outside a kernel, does nothing. A run of a cell shows a view once. */
  show(): this {
    const cell = currentCell()
    cell?.display(this.bundle)
    this.#shownIn = cell
    return this
  }

  toString(): string {
    return this.bundle["text/plain"]
  }

  /** An empty bundle where the running cell shows it already. */
  [displaySymbol](): MimeBundle {
    const cell = currentCell()
    return cell !== undefined && cell === this.#shownIn ? {} : this.bundle
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString()
  }
}
