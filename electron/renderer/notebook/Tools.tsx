import { ArrowDown, ArrowUp, Play, Trash2 } from "lucide-react"
import { useNotebook, useWords, useWorkspace } from "../frame/context.ts"
import { runCells } from "../session/running.ts"
import type { Cell } from "../state/model.ts"
import { Grip } from "./Grip.tsx"

export function Tools({ id, type }: { id: string; type: Cell["type"] }) {
  const session = useNotebook()
  const workspace = useWorkspace()
  const words = useWords()
  return (
    <div className="tools" role="toolbar" aria-label={words.moreActions}>
      <Grip id={id} className="icon-button carry" />
      {type === "code" && (
        <button
          type="button"
          className="icon-button"
          title={words.runCell}
          aria-label={words.runCell}
          onClick={() => runCells(session, workspace, [id])}
        >
          <Play size={14} aria-hidden />
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        title={words.moveUp}
        aria-label={words.moveUp}
        onClick={() => session.dispatch({ op: "move", to: "up" })}
      >
        <ArrowUp size={14} aria-hidden />
      </button>
      <button
        type="button"
        className="icon-button"
        title={words.moveDown}
        aria-label={words.moveDown}
        onClick={() => session.dispatch({ op: "move", to: "down" })}
      >
        <ArrowDown size={14} aria-hidden />
      </button>
      <button
        type="button"
        className="icon-button"
        title={words.deleteCell}
        aria-label={words.deleteCell}
        onClick={() => session.dispatch({ op: "remove" })}
      >
        <Trash2 size={14} aria-hidden />
      </button>
    </div>
  )
}
