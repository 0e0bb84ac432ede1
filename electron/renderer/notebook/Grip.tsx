import { GripVertical } from "lucide-react"
import type { PointerEvent } from "react"
import { useNotebook, useWords } from "../frame/context.ts"
import { selected } from "../state/document.ts"
import { startDrag } from "./dragging.ts"

/** Where cells are taken to be moved: the chosen ones where this is one of them. The keyboard has "Move cells up" and "down". */
export function Grip({ id, className }: { id: string; className: string }) {
  const session = useNotebook()
  const words = useWords()
  const take = (event: PointerEvent<HTMLElement>) => {
    const scroller = event.currentTarget.closest<HTMLElement>("[data-notebook]")
    if (event.button !== 0 || scroller === null) return
    event.preventDefault()
    const chosen = selected(session.store.get())
    const label = words.dragged(chosen.includes(id) ? chosen.length : 1)
    const drop = (before: string | undefined) =>
      session.dispatch({ op: "move", to: "before", cell: id, target: before })
    startDrag(event, { scroller, label, drop })
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      className={className}
      title={words.drag}
      aria-label={words.drag}
      onPointerDown={take}
    >
      <GripVertical size={14} aria-hidden />
    </button>
  )
}
