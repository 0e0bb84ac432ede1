import type { Choice } from "../../../kernel/contracts/conflicts.ts"
import { useNotebook, useWords } from "../frame/context.ts"
import type { Cell } from "../state/model.ts"
import { conflictOf, isNote } from "./found.ts"

const choices = ["ours", "theirs", "both"] as const satisfies readonly Choice[]

/** Below a cell that holds both versions of a merge: which of them stays. A press decides one conflict, and undo takes it back. */
export function MergeConflict({ cell }: { cell: Cell }) {
  const session = useNotebook()
  const words = useWords().merging
  const found = conflictOf(cell)
  if (found === undefined) return null
  const take = (choice: Choice) => {
    session.dispatch({ op: "replaceAll", edits: [{ cell: cell.id, source: found.with(choice) }] })
    session.dispatch({ op: "select", cell: cell.id })
  }
  const settle = () => {
    session.dispatch({ op: "select", cell: cell.id })
    session.dispatch({ op: "remove" })
  }
  return (
    <fieldset className="merging" aria-label={words.title}>
      <span className="grow">{isNote(cell) ? words.note : words.line(found.line)}</span>
      {isNote(cell) ? (
        <button type="button" className="btn slim" onClick={settle}>
          {words.ours}
        </button>
      ) : (
        choices.map(choice => (
          <button key={choice} type="button" className="btn slim" onClick={() => take(choice)}>
            {words[choice]}
          </button>
        ))
      )}
    </fieldset>
  )
}
