import { useEffect, useMemo } from "react"
import { loadMonaco, theEditor } from "../editor/single.ts"
import { useCells, useNotebook, usePart, useWords, useWorkspace } from "../frame/context.ts"
import { visible } from "../state/sections.ts"
import { Ahead } from "./Ahead.tsx"
import { CellSlot } from "./CellSlot.tsx"
import { useCellClipboard } from "./clipped.ts"
import { useColumn } from "./column.ts"

/** The notebook: one column of cells, of which those near the view are drawn. */
export function Notebook() {
  const session = useNotebook()
  const workspace = useWorkspace()
  const words = useWords()
  const order = usePart(session.store, visible, sameOrder)
  const places = useCells(state => state.order)
  const active = useCells(state => state.active)
  const { scroller, seen, watch, learn, first, end, above, below } = useColumn(order)
  // The active cell stays drawn wherever the view is, so that its editor and its focus live on.
  const at = order.indexOf(active)
  const outside = at >= 0 && (at < first || at >= end)

  useCellClipboard(scroller, session)
  // Whoever enters the first cell shall wait neither for the editor's code nor for the editor to be made.
  useEffect(() => {
    const made = () => void requestIdleCallback(() => void theEditor(), { timeout: 1000 })
    requestIdleCallback(() => void loadMonaco().then(made), { timeout: 1000 })
  }, [])
  useEffect(() => workspace.app.dispatch({ op: "seen", cell: seen }), [workspace, seen])
  const numbers = useMemo(
    () => (places === order ? undefined : new Map(places.map((id, at) => [id, at]))),
    [places, order],
  )
  const drawn = useMemo(() => order.slice(first, end), [order, first, end])
  return (
    <section ref={scroller} className="notebook" aria-label={words.notebook} tabIndex={-1} data-notebook>
      <div className="column">
        <div style={{ height: above }} />
        {outside && at < first && <Elsewhere id={active} index={numbers?.get(active) ?? at} watch={watch} />}
        {drawn.map((id, index) => (
          <CellSlot key={id} id={id} index={numbers?.get(id) ?? first + index} watch={watch} />
        ))}
        {outside && at >= end && <Elsewhere id={active} index={numbers?.get(active) ?? at} watch={watch} />}
        <div style={{ height: below }} />
        <Ahead order={order} seen={seen} learned={learn} />
      </div>
    </section>
  )
}

/** The active cell while it is out of view: alive, but taking no room. */
function Elsewhere({ id, index, watch }: { id: string; index: number; watch: (slot: HTMLElement) => () => void }) {
  return (
    <div style={{ height: 0, overflow: "hidden" }}>
      <CellSlot key={id} id={id} index={index} watch={watch} />
    </div>
  )
}

const sameOrder = (one: readonly string[], other: readonly string[]): boolean =>
  one === other || (one.length === other.length && one.every((id, at) => id === other[at]))
