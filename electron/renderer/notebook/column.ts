import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react"
import { flushSync } from "react-dom"
import { useNotebook, useWorkspace } from "../frame/context.ts"
import { slotsIn } from "./anchor.ts"
import { Heights } from "./heights.ts"
import { cellAt, type Range, topsOf, windowOf } from "./layout.ts"
import { room, Scrolling } from "./scrolling.ts"

const spare = 600
const paddingTop = 26

/** Where the view begins: so far below the beginning of a cell. It stays there whatever becomes known of the cells above. */
interface View {
  readonly cell: string | undefined
  readonly offset: number
  readonly height: number
}

export interface Column extends Range {
  readonly scroller: RefObject<HTMLElement | null>
  /** The first cell in view. */
  readonly seen: string | undefined
  /** Notes a slot's height whenever it changes, until the returned function is called. */
  readonly watch: (slot: HTMLElement) => () => void
  /** Works the column out again: cells that are not drawn grow by so many pixels. */
  readonly learn: (grown: ReadonlyMap<string, number>) => void
}

/** The part of the cells that is drawn, for what is in view; what is read stays in its place while heights become known. */
export function useColumn(order: readonly string[]): Column {
  const session = useNotebook()
  const workspace = useWorkspace()
  const scroller = useRef<HTMLElement>(null)
  const heights = useMemo(() => new Heights(id => session.store.get().cells.get(id)), [session])
  const [view, setView] = useState<View>({ cell: order[0], offset: -paddingTop, height: 900 })
  const scrolling = useRef<Scrolling>(undefined)
  const goal = useRef<{ readonly id: string; tries: number }>(undefined)

  const tops = topsOf(order, heights.of)
  const top = topOf(view, order, tops)
  const range = windowOf(tops, top, view.height, spare)
  const seen = order[cellAt(tops, top + 8)]
  const now = useRef({ order, tops, range, seen })
  now.current = { order, tops, range, seen }

  /** The view as it is scrolled now: by what stands on the page, and only where nothing does by what is thought of cells. */
  const viewOf = useCallback((node: Element): View => {
    const { clientHeight: height } = node
    const edge = node.getBoundingClientRect().top
    const slot = slotsIn(node).find(slot => slot.getBoundingClientRect().bottom > edge)
    if (slot !== undefined) return { cell: slot.dataset.slot, offset: edge - slot.getBoundingClientRect().top, height }
    const { order, tops } = now.current
    const top = node.scrollTop - paddingTop
    const index = cellAt(tops, top)
    return { cell: order[index], offset: top - tops[index]!, height }
  }, [])

  const watch = useMemo(() => {
    const observer = new ResizeObserver(entries => {
      let changed = false
      for (const { target, borderBoxSize } of entries) {
        if (!(target instanceof HTMLElement) || !target.isConnected) continue
        changed = heights.note(target.dataset.slot ?? "", borderBoxSize[0]?.blockSize ?? 0) || changed
      }
      scrolling.current?.settle()
      if (changed) setView(last => ({ ...last }))
    })
    return (slot: HTMLElement) => {
      observer.observe(slot)
      return () => observer.unobserve(slot)
    }
  }, [heights])

  useLayoutEffect(() => {
    const node = scroller.current!
    const column = new Scrolling(node)
    scrolling.current = column
    const look = () => {
      const next = viewOf(node)
      const { order, tops, range, seen } = now.current
      const top = topOf(next, order, tops)
      const wanted = windowOf(tops, top, next.height, spare)
      if (wanted.first === range.first && wanted.end === range.end && order[cellAt(tops, top + 8)] === seen) return
      const inView = windowOf(tops, top, next.height, spare / 2)
      // Soon nothing would be drawn where one looks.
      if (inView.first < range.first || inView.end > range.end) flushSync(() => setView(next))
      else setView(next)
    }
    const scrolled = () => {
      column.scrolled()
      look()
    }
    setView(viewOf(node))
    const resize = new ResizeObserver(look)
    resize.observe(node)
    node.addEventListener("scroll", scrolled, { passive: true })
    return () => {
      resize.disconnect()
      node.removeEventListener("scroll", scrolled)
    }
  }, [viewOf])

  useLayoutEffect(() => {
    const node = scroller.current!
    const slots = slotsIn(node)
    let changed = false
    for (const slot of slots)
      changed = heights.note(slot.dataset.slot ?? "", slot.getBoundingClientRect().height) || changed
    const wanted = goal.current
    if (wanted === undefined) {
      scrolling.current?.settle()
      if (changed) setView(viewOf(node))
      return
    }
    const aim = slots.find(({ dataset }) => dataset.slot === wanted.id)
    if (aim !== undefined) scrolling.current?.show(aim)
    // A cell that was just made is not among the others yet.
    if (aim !== undefined || wanted.tries-- === 0) goal.current = undefined
    setView(goal.current === undefined ? viewOf(node) : viewTo(wanted.id, node))
  })

  useEffect(() => {
    workspace.reveal = id => {
      const node = scroller.current
      if (node === null) return
      goal.current = { id, tries: 4 }
      const isDrawn = slotsIn(node).some(({ dataset }) => dataset.slot === id)
      setView(isDrawn ? viewOf(node) : viewTo(id, node))
    }
    workspace.scroll = pages => {
      const node = scroller.current
      if (node !== null) node.scrollTop += pages * (node.clientHeight - 60)
    }
    return () => {
      workspace.reveal = () => {}
      workspace.scroll = () => {}
    }
  }, [workspace, viewOf])

  const learn = useCallback(
    (grown: ReadonlyMap<string, number>) => {
      const drawn = new Set(scroller.current === null ? [] : slotsIn(scroller.current).map(slot => slot.dataset.slot))
      for (const [id, by] of grown) if (!drawn.has(id)) heights.grow(id, by)
      setView(last => ({ ...last }))
    },
    [heights],
  )
  return { ...range, scroller, seen, watch, learn }
}

const viewTo = (cell: string, { clientHeight }: Element): View => ({
  cell,
  offset: -room.above,
  height: clientHeight,
})

/** Where a view begins among cells that begin at `tops`. */
function topOf({ cell, offset }: View, order: readonly string[], tops: Float64Array): number {
  const index = cell === undefined ? -1 : order.indexOf(cell)
  return index < 0 ? Math.max(0, offset) : tops[index]! + offset
}
