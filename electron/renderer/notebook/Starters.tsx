import { stages } from "../../../kernel/contracts/stages.ts"
import { useCells, useNotebook, useWords } from "../frame/context.ts"
import { startStage } from "../session/starters.ts"

/** What an empty cell can become. The buttons are there while it is chosen; `%%` in the editor does the same. */
export function Starters({ id }: { id: string }) {
  const session = useNotebook()
  const words = useWords()
  const active = useCells(state => state.active === id)
  return (
    <div className="ghost">
      <span>{words.emptyCell}</span>
      {active && (
        <span role="toolbar" aria-label={words.startStage}>
          {stages.map(stage => (
            <button
              key={stage}
              type="button"
              className="chip start"
              data-stage={stage}
              title={words.stageHints[stage]}
              onMouseDown={event => event.preventDefault()}
              onClick={() => {
                session.dispatch({ op: "select", cell: id })
                startStage(session, stage)
              }}
            >
              {words.stageNames[stage]}
            </button>
          ))}
        </span>
      )}
    </div>
  )
}
