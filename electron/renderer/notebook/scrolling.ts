import { type Anchor, anchorAt, anchorIn } from "./anchor.ts"

/** Room above a cell that was gone to, and below one whose end was out of view. */
export const room = { above: 40, below: 60 }

/**
 * Keeps what is read where it is on the page while cells around it get their real heights: in the frame in which they get them.
 * The anchor is the cell that was gone to last, until somebody scrolls; then it is what stands first in view.
 */
export class Scrolling {
  readonly #scroller: Element
  #anchor: Anchor | undefined
  /** The part of a correction that was less than a pixel of the screen. */
  #owed = 0
  #set = 0

  constructor(scroller: Element) {
    this.#scroller = scroller
  }

  /** The column was scrolled, by whomever. */
  scrolled(): void {
    const by = this.#scroller.scrollTop - this.#set
    if (this.#anchor?.node.isConnected === true) {
      if (by === 0) return
      // What grew since then, in the very frame, moved what is read; the new anchor would not know of it.
      if (Math.abs(by) < this.#scroller.clientHeight) this.settle()
    }
    this.#hold(anchorIn(this.#scroller))
    this.#owed = 0
  }

  /** Something may have changed its height: the anchor stays before the reader's eyes. */
  settle(): void {
    const last = this.#anchor
    if (last === undefined || !last.node.isConnected) {
      this.#hold(anchorIn(this.#scroller))
      return
    }
    const now = anchorAt(this.#scroller, last.node)
    const moved = now.at - last.at
    if (Math.abs(moved) > 0.01) {
      const wanted = this.#scroller.scrollTop + moved + this.#owed
      this.#scroller.scrollTop = wanted
      const off = wanted - this.#scroller.scrollTop
      // At the ends of the column nothing is owed: it goes no further.
      this.#owed = Math.abs(off) < 1 ? off : 0
    }
    this.#hold(now)
  }

  /** Brings a cell into view, and keeps it there. */
  show(slot: Element): void {
    const scroller = this.#scroller
    const { height } = slot.getBoundingClientRect()
    const { at: top } = anchorAt(scroller, slot)
    const before = scroller.scrollTop
    const bottom = top + height
    // From far away one wants to read on from there.
    const far = top > before + 2 * scroller.clientHeight
    if (top < before + 12 || far) scroller.scrollTop = Math.max(0, top - room.above)
    else if (bottom > before + scroller.clientHeight)
      scroller.scrollTop = Math.min(top - room.above, bottom - scroller.clientHeight + room.below)
    this.#owed = 0
    this.#hold(anchorAt(scroller, slot))
  }

  #hold(anchor: Anchor | undefined): void {
    this.#anchor = anchor
    this.#set = this.#scroller.scrollTop
  }
}
