import { memo, useLayoutEffect, useRef } from "react"
import { useCells, useNotebook, useWords } from "../frame/context.ts"
import { newId } from "../session/notebook.ts"
import { CellView } from "./CellView.tsx"
import { Grip } from "./Grip.tsx"

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
  const insert = (type: "code" | "markdown") => {
    const made = newId()
    session.dispatch({ op: "select", cell: id })
    session.dispatch({ op: "insert", where: "below", id: made, type })
    session.dispatch({ op: "setMode", mode: "edit" })
  }
  return (
    <div ref={slot} className="slot" data-slot={id}>
      <Grip id={id} className="grip" />
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
