import { type RefObject, useEffect } from "react"
import { fromClipboard, paste, toClipboard } from "../session/clipboard.ts"
import type { NotebookSession } from "../session/notebook.ts"
import { selected } from "../state/document.ts"

/** Whether a clipboard event is about cells: not about text in a field or the editor, nor about text that was marked. */
function isAboutCells(event: ClipboardEvent, scroller: HTMLElement): boolean {
  const { target } = event
  if (!(target instanceof Element)) return false
  if (target.closest("input, textarea, select, [contenteditable], .monaco-editor") !== null) return false
  if (event.type !== "paste" && !(getSelection()?.isCollapsed ?? true)) return false
  return scroller.contains(target) || target === document.body
}

/** Copy, cut and paste of the system, for cells: to and from other notebooks, windows and programs. */
export function useCellClipboard(scroller: RefObject<HTMLElement | null>, session: NotebookSession): void {
  useEffect(() => {
    const handle = (event: ClipboardEvent) => {
      const data = event.clipboardData
      if (data === null || scroller.current === null || !isAboutCells(event, scroller.current)) return
      event.preventDefault()
      if (event.type === "paste") {
        const cells = fromClipboard(data)
        if (cells.length === 0) return
        session.dispatch({ op: "clipped", cells })
        paste(session, "below")
        return
      }
      const state = session.store.get()
      toClipboard(
        data,
        selected(state).map(id => state.cells.get(id)!),
      )
      session.dispatch({ op: "copy", cut: event.type === "cut", kept: true })
    }
    const kinds = ["copy", "cut", "paste"] as const
    for (const kind of kinds) document.addEventListener(kind, handle)
    return () => {
      for (const kind of kinds) document.removeEventListener(kind, handle)
    }
  }, [scroller, session])
}
