import { useMemo } from "react"
import { z } from "zod"
import { Editor } from "../editor/Editor.tsx"
import { Static } from "../editor/Static.tsx"
import { useNotebook } from "../frame/context.ts"
import { Markdown } from "../outputs/Markdown.tsx"
import type { Cell, Mark } from "../state/model.ts"

const attachments = z.record(z.string(), z.record(z.string(), z.string())).catch({})

/** Markdown as text, or its source; a raw cell is always its source. */
export function TextCell({ cell, editing, marks }: { cell: Cell; editing: boolean; marks: readonly Mark[] }) {
  const session = useNotebook()
  const pictures = useMemo(
    () =>
      Object.fromEntries(
        Object.entries(attachments.parse(cell.rest.attachments ?? {})).flatMap(([name, bundle]) => {
          const [found] = Object.entries(bundle)
          return found === undefined ? [] : [[name, `data:${found[0]};base64,${found[1]}`]]
        }),
      ),
    [cell.rest],
  )
  const place = (offset: number) => session.dispatch({ op: "setMode", mode: "edit", caret: { cell: cell.id, offset } })
  const language = cell.type === "markdown" ? "markdown" : "plain"
  if (editing) {
    return (
      <div className="source">
        <Editor cell={cell} language={language} />
      </div>
    )
  }
  if (cell.type === "markdown" && cell.rendered && cell.source.trim() !== "") {
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: Enter does the same for the keyboard
      <div onDoubleClick={() => session.dispatch({ op: "setMode", mode: "edit", caret: { cell: cell.id, offset: 0 } })}>
        <Markdown source={cell.source} attachments={pictures} />
      </div>
    )
  }
  return (
    <div className="source">
      <Static source={cell.source} language={language} marks={marks} onPlace={place} />
    </div>
  )
}
