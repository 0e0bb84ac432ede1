import { ArrowDown, ArrowUp, Play, Trash2 } from "lucide-react"
import { useNotebook, useWords, useWorkspace } from "../frame/context.ts"
import { IconButton } from "../frame/IconButton.tsx"
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
        <IconButton icon={Play} label={words.runCell} onClick={() => runCells(session, workspace, [id])} />
      )}
      <IconButton icon={ArrowUp} label={words.moveUp} onClick={() => session.dispatch({ op: "move", to: "up" })} />
      <IconButton
        icon={ArrowDown}
        label={words.moveDown}
        onClick={() => session.dispatch({ op: "move", to: "down" })}
      />
      <IconButton icon={Trash2} label={words.deleteCell} onClick={() => session.dispatch({ op: "remove" })} />
    </div>
  )
}
