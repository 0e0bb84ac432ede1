import { X } from "lucide-react"
import { Explorer } from "../variables/Explorer.tsx"
import { useWords, useWorkspace } from "./context.ts"
import { leave, leaveBy } from "./leaving.ts"
import { Pipeline, Rerun } from "./Pipeline.tsx"

export function RightPanel() {
  const workspace = useWorkspace()
  const words = useWords()
  // A sheet covers the page: leaving it closes it.
  const close = () => {
    if (workspace.app.get().narrow) workspace.app.dispatch({ op: "right", shown: false })
  }
  return (
    <aside className="right-panel" aria-label={words.showPipeline} tabIndex={-1} onKeyDown={leaveBy(close)}>
      <div className="heading">
        <h2>{words.pipeline}</h2>
        <button
          type="button"
          className="icon-button small sheet-close"
          aria-label={words.close}
          onClick={() => leave(close)}
        >
          <X size={14} aria-hidden />
        </button>
      </div>
      <Pipeline />
      <Rerun />
      <div className="heading">
        <h2>{words.variables}</h2>
      </div>
      <Explorer />
    </aside>
  )
}
