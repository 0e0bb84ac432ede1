import { memo, useLayoutEffect, useRef } from "react"
import { useCells, useNotebook, useWords } from "../frame/context.ts"
import { newId } from "../session/notebook.ts"
import { CellView } from "./CellView.tsx"
import { Grip } from "./Grip.tsx"

interface Given {
  readonly id: string
  readonly index: number
  watch(slot: HTMLElement): () => void
}

/** A cell's place in the column: what is measured, and what drags the cell and adds others after it. */
export const CellSlot = memo(function CellSlot({ id, index, watch }: Given) {
  const session = useNotebook()
  const words = useWords()
  const slot = useRef<HTMLDivElement>(null)
  const there = useCells(state => state.cells.has(id))

  useLayoutEffect(() => (slot.current === null ? undefined : watch(slot.current)), [watch])

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
