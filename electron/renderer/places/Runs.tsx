import { History } from "lucide-react"
import { useWords, useWorkspace } from "../frame/context.ts"
import { perform } from "../session/commands.ts"
import { Empty } from "./Empty.tsx"

/** The runs of pipelines. The host keeps no list of them yet; the last one stands in the pipeline beside its notebook. */
export function Runs({ inNotebook }: { inNotebook: boolean }) {
  const workspace = useWorkspace()
  const words = useWords()
  return (
    <Empty icon={History} title={words.beside.noRuns} text={words.beside.noRunsText}>
      {inNotebook ? (
        <button type="button" className="btn slim" onClick={() => workspace.app.dispatch({ op: "right", shown: true })}>
          {words.beside.showPipeline}
        </button>
      ) : (
        <button type="button" className="btn slim" onClick={() => perform("view.welcome", workspace)}>
          {words.beside.startTemplate}
        </button>
      )}
    </Empty>
  )
}
