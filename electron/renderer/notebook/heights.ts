import type { Cell } from "../state/model.ts"
import { estimate } from "./layout.ts"

/** How tall cells are: as they were when they were last drawn, or else by what is in them. */
export class Heights {
  readonly #measured = new Map<string, number>()
  readonly #cellOf: (id: string) => Cell | undefined

  constructor(cellOf: (id: string) => Cell | undefined) {
    this.#cellOf = cellOf
  }

  of = (id: string): number => {
    const known = this.#measured.get(id)
    if (known !== undefined) return known
    const cell = this.#cellOf(id)
    return cell === undefined ? 0 : estimate(cell)
  }

  /** What was drawn once would be taller by so many pixels if it were drawn now. */
  grow(id: string, by: number): void {
    const known = this.#measured.get(id)
    if (known !== undefined) this.#measured.set(id, known + by)
  }

  /** Notes a height as it was seen; true where it is another than was thought. What takes no room is not drawn, and changes nothing. */
  note(id: string, height: number): boolean {
    if (height <= 0) return false
    const before = this.of(id)
    this.#measured.set(id, height)
    return Math.abs(before - height) >= 0.5
  }
}
