import { GripVertical } from "lucide-react"
import { type DragEvent, memo, useLayoutEffect, useRef, useState } from "react"
import { useCells, useNotebook, useWords } from "../frame/context.ts"
import { newId } from "../session/notebook.ts"
import { CellView } from "./CellView.tsx"

const kind = "application/x-kaon-cell"

interface Given {
  readonly id: string
  readonly index: number
  measure(id: string, height: number): void
}

/** A cell's place in the column: what measures it, drags it and adds cells after it. */
export const CellSlot = memo(function CellSlot({ id, index, measure }: Given) {
  const session = useNotebook()
  const words = useWords()
  const slot = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  const there = useCells(state => state.cells.has(id))

  useLayoutEffect(() => {
    const node = slot.current
    if (node === null) return
    const take = () => {
      const { height } = node.getBoundingClientRect()
      if (height > 0) measure(id, height)
    }
    take()
    const observer = new ResizeObserver(take)
    observer.observe(node)
    return () => observer.disconnect()
  }, [id, measure])

  if (!there) return null
  const drop = (event: DragEvent) => {
    setOver(false)
    const cell = event.dataTransfer.getData(kind)
    if (cell !== "") session.dispatch({ op: "move", to: "before", cell, target: id })
  }
  const insert = (type: "code" | "markdown") => {
    const made = newId()
    session.dispatch({ op: "select", cell: id })
    session.dispatch({ op: "insert", where: "below", id: made, type })
    session.dispatch({ op: "setMode", mode: "edit" })
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a way for the mouse; "Move cells up" and "down" are commands
    <div
      ref={slot}
      className="slot"
      data-slot={id}
      onDragOver={event => {
        if (!event.dataTransfer.types.includes(kind)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {over && <div className="drop-line" />}
      <button
        type="button"
        tabIndex={-1}
        className="grip"
        title={words.drag}
        aria-label={words.drag}
        draggable
        onDragStart={event => {
          event.dataTransfer.setData(kind, id)
          event.dataTransfer.effectAllowed = "move"
        }}
      >
        <GripVertical size={14} aria-hidden />
      </button>
      <CellView id={id} index={index} />
      <div className="between">
        <button type="button" tabIndex={-1} className="btn slim" onClick={() => insert("code")}>
          + {words.addCode}
        </button>
        <button type="button" tabIndex={-1} className="btn slim" onClick={() => insert("markdown")}>
          + {words.addText}
        </button>
      </div>
    </div>
  )
})
