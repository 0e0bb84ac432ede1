import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react"
import { loadMonaco } from "../editor/single.ts"
import { useCells, useNotebook, usePart, useWords, useWorkspace } from "../frame/context.ts"
import { visible } from "../state/sections.ts"
import { CellSlot } from "./CellSlot.tsx"
import { useCellClipboard } from "./clipped.ts"
import { estimate, windowOf } from "./layout.ts"

const spare = 600
const paddingTop = 26

/** The notebook: one column of cells, of which those near the view are drawn. */
export function Notebook() {
  const session = useNotebook()
  const workspace = useWorkspace()
  const words = useWords()
  const order = usePart(session.store, visible, sameOrder)
  const places = useCells(state => state.order)
  const active = useCells(state => state.active)
  const scroller = useRef<HTMLElement>(null)
  const measured = useRef(new Map<string, number>())
  const [, redraw] = useState(0)
  const [view, setView] = useState({ top: 0, height: 900 })

  const heightOf = useCallback(
    (id: string): number => {
      const known = measured.current.get(id)
      if (known !== undefined) return known
      const cell = session.store.get().cells.get(id)
      const guess = cell === undefined ? 60 : estimate(cell)
      return guess
    },
    [session],
  )
  const heights = order.map(heightOf)
  const range = windowOf(heights, view.top - paddingTop, view.height, spare)
  // The active cell stays drawn wherever the view is, so that its editor and its focus live on.
  const at = order.indexOf(active)
  const outside = at >= 0 && (at < range.first || at >= range.end)

  const measure = useCallback(
    (id: string, height: number) => {
      const before = heightOf(id)
      if (Math.abs(before - height) < 0.5 && measured.current.has(id)) return
      measured.current.set(id, height)
      const node = scroller.current
      if (node === null) return
      const top = paddingTop + sumBefore(visible(session.store.get()), id, heightOf)
      // What changes its height above the view must not move what is read.
      if (top + Math.min(before, height) <= node.scrollTop) node.scrollTop += height - before
      redraw(count => count + 1)
    },
    [heightOf, session],
  )

  useLayoutEffect(() => {
    const node = scroller.current!
    const look = () => setView({ top: node.scrollTop, height: node.clientHeight })
    look()
    const resize = new ResizeObserver(look)
    resize.observe(node)
    node.addEventListener("scroll", look, { passive: true })
    return () => {
      resize.disconnect()
      node.removeEventListener("scroll", look)
    }
  }, [])

  useEffect(() => {
    let frame = 0
    // What is drawn on the way is measured only then, so that the place of a far cell is found in a few steps.
    const stop = () => cancelAnimationFrame(frame)
    const node = scroller.current
    const ways = ["wheel", "touchmove", "pointerdown"]
    for (const way of ways) node?.addEventListener(way, stop, { passive: true })
    const go = (id: string, tries: number) => {
      const node = scroller.current
      if (node === null) return
      const top = paddingTop + sumBefore(visible(session.store.get()), id, heightOf)
      const bottom = top + heightOf(id)
      const before = node.scrollTop
      if (top < before + 12) node.scrollTop = Math.max(0, top - 40)
      else if (bottom > before + node.clientHeight) node.scrollTop = Math.min(top - 40, bottom - node.clientHeight + 60)
      if (tries > 0) frame = requestAnimationFrame(() => go(id, tries - 1))
    }
    workspace.reveal = id => {
      cancelAnimationFrame(frame)
      go(id, 6)
    }
    workspace.scroll = pages => {
      const node = scroller.current
      if (node !== null) node.scrollTop += pages * (node.clientHeight - 60)
    }
    return () => {
      stop()
      for (const way of ways) node?.removeEventListener(way, stop)
      workspace.reveal = () => {}
      workspace.scroll = () => {}
    }
  }, [workspace, session, heightOf])

  useCellClipboard(scroller, session)
  const seen = order[firstIn(heights, view.top - paddingTop)]
  // Whoever enters the first cell shall not wait for the editor's code.
  useEffect(() => void requestIdleCallback(() => void loadMonaco(), { timeout: 1000 }), [])
  useEffect(() => workspace.app.dispatch({ op: "seen", cell: seen }), [workspace, seen])
  const numbers = useMemo(
    () => (places === order ? undefined : new Map(places.map((id, at) => [id, at]))),
    [places, order],
  )
  const drawn = useMemo(() => order.slice(range.first, range.end), [order, range.first, range.end])
  return (
    <section ref={scroller} className="notebook" aria-label={words.notebook} tabIndex={-1} data-notebook>
      <div className="column">
        <div style={{ height: range.above }} />
        {outside && at < range.first && <Elsewhere id={active} index={numbers?.get(active) ?? at} measure={measure} />}
        {drawn.map((id, index) => (
          <CellSlot key={id} id={id} index={numbers?.get(id) ?? range.first + index} measure={measure} />
        ))}
        {outside && at >= range.end && <Elsewhere id={active} index={numbers?.get(active) ?? at} measure={measure} />}
        <div style={{ height: range.below }} />
      </div>
    </section>
  )
}

/** The active cell while it is out of view: alive, but taking no room. */
function Elsewhere({
  id,
  index,
  measure,
}: {
  id: string
  index: number
  measure: (id: string, height: number) => void
}) {
  return (
    <div style={{ height: 0, overflow: "hidden" }}>
      <CellSlot key={id} id={id} index={index} measure={measure} />
    </div>
  )
}

const sameOrder = (one: readonly string[], other: readonly string[]): boolean =>
  one === other || (one.length === other.length && one.every((id, at) => id === other[at]))

/** The first cell that a view scrolled to `top` shows. */
function firstIn(heights: readonly number[], top: number): number {
  let end = 0
  const index = heights.findIndex(height => {
    end += height
    return end > top + 8
  })
  return Math.max(0, index)
}

const sumBefore = (order: readonly string[], id: string, heightOf: (id: string) => number): number => {
  let sum = 0
  for (const other of order) {
    if (other === id) return sum
    sum += heightOf(other)
  }
  return sum
}
