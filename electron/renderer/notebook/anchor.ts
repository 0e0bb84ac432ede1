/** Something in the column, and how far from the column's beginning it stands, wherever that is scrolled to. */
export interface Anchor {
  readonly node: Element
  readonly at: number
}

const slots = ":scope > .column > [data-slot]"
/** Parts of a cell that a reader may have before his eyes while the cell's head is out of view. */
const parts = ".cell-head, .source, .problem, .output-box, .prose > *"

export const slotsIn = (scroller: Element): HTMLElement[] => [...scroller.querySelectorAll<HTMLElement>(slots)]

export const anchorAt = (scroller: Element, node: Element): Anchor => ({
  node,
  at: node.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop,
})

/** What is read: the first cell in view, or of one that the upper edge cuts the first part in view. */
export function anchorIn(scroller: Element): Anchor | undefined {
  const edge = scroller.getBoundingClientRect().top
  const inView = (node: Element) => node.getBoundingClientRect().bottom > edge + 1
  const slot = slotsIn(scroller).find(inView)
  if (slot === undefined) return undefined
  const cut = slot.getBoundingClientRect().top < edge
  const part = cut ? [...slot.querySelectorAll(parts)].find(inView) : undefined
  return anchorAt(scroller, part ?? slot)
}
