import { Square, Trophy } from "lucide-react"
import { useState } from "react"
import { useCells, useNotebook, useWords } from "../frame/context.ts"
import { useCell } from "./cell.ts"

/** While its cell runs, a training can be stopped: as it is, or at the best that it had. Both keep what was learnt. */
export function Controls({ best }: { best: boolean }) {
  const words = useWords()
  const session = useNotebook()
  const cell = useCell()
  const running = useCells(state => state.cells.get(cell)?.run.state === "running")
  const kaon = useCells(state => state.kernel.name === "kaon")
  const [asked, setAsked] = useState(false)
  if (!running) return null
  const keepBest = async () => {
    setAsked(true)
    const found = await session.knowledge.ask("training.keepBest", {})
    if (found?.stopped !== true) setAsked(false)
  }
  return (
    <span className="controls">
      <button
        type="button"
        className="btn slim"
        disabled={asked}
        title={words.training.stopHelp}
        onClick={() => {
          setAsked(true)
          session.dispatch({ op: "interrupt" })
        }}
      >
        <Square size={10} fill="currentColor" aria-hidden /> {words.stop}
      </button>
      {kaon && best && (
        <button
          type="button"
          className="btn slim"
          disabled={asked}
          title={words.training.keepBestHelp}
          onClick={() => void keepBest()}
        >
          <Trophy size={12} aria-hidden /> {words.training.keepBest}
        </button>
      )}
    </span>
  )
}
