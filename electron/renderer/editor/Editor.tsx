import { useEffect, useRef, useState } from "react"
import { useNotebook, useWords, useWorkspace } from "../frame/context.ts"
import type { Cell } from "../state/model.ts"
import { forgetAhead } from "./ahead.ts"
import { type Attached, attach } from "./attach.ts"
import { Static } from "./Static.tsx"

/** The cell's text while it is edited: Monaco, and until that is there the static text in its place. */
export function Editor({ cell, language }: { cell: Cell; language: string }) {
  const session = useNotebook()
  const workspace = useWorkspace()
  const words = useWords()
  const place = useRef<HTMLDivElement>(null)
  const [ready, setReady] = useState(false)
  const { id, type } = cell
  useEffect(() => {
    let attached: Attached | undefined
    let gone = false
    const label = words.cellLabel(session.numberOf(id), type === "code" ? words.code : words.text, "")
    const options = {
      label,
      hints: words.stageHints,
      cursor: (line: number, column: number) => workspace.app.quietly({ op: "cursor", cursor: { line, column } }),
      ready: () => setReady(true),
    }
    void attach(place.current!, session, id, options).then(found => {
      attached = found
      if (gone) found.detach()
    })
    return () => {
      gone = true
      if (attached === undefined) forgetAhead()
      attached?.detach()
      workspace.app.dispatch({ op: "cursor", cursor: undefined })
    }
  }, [session, workspace, id, type, words])
  return (
    <div ref={place} data-editor={ready ? "ready" : "loading"}>
      {!ready && <Static source={cell.source} language={language} marks={[]} />}
    </div>
  )
}
