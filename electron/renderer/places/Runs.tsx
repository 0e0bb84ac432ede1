import { GitCompareArrows, History } from "lucide-react"
import { useWords, useWorkspace } from "../frame/context.ts"
import type { Run } from "../jupyter/runs.ts"
import { spell } from "../notebook/Phrase.tsx"
import { figure, nameOf } from "../outputs/curves.ts"
import { Lamp } from "../runs/Lamp.tsx"
import { perform } from "../session/commands.ts"
import { Empty } from "./Empty.tsx"
import { useFound } from "./found.ts"

/** The runs of pipelines, the latest first; one that is pressed opens in the page. */
export function Runs({ inNotebook }: { inNotebook: boolean }) {
  const workspace = useWorkspace()
  const words = useWords()
  const { found } = useFound(workspace.rest.runs)
  const start = inNotebook && (
    <button type="button" className="btn slim" onClick={() => perform("run.record", workspace)}>
      {words.records.start}
    </button>
  )
  if (found.state === "asking") return <p className="empty">{words.opening}</p>
  if (found.state === "failed") return <p className="empty">{words.beside.noAnswer(found.reason)}</p>
  if (found.value.length === 0) {
    return (
      <Empty icon={History} title={words.records.none} text={words.records.noneText}>
        {start || (
          <button type="button" className="btn slim" onClick={() => perform("view.welcome", workspace)}>
            {words.beside.startTemplate}
          </button>
        )}
      </Empty>
    )
  }
  return (
    <>
      <div className="beside-actions">
        {start}
        <button type="button" className="btn slim" onClick={() => perform("view.compareRuns", workspace)}>
          <GitCompareArrows size={13} aria-hidden />
          {words.records.compare}
        </button>
      </div>
      <ul className="tree">
        {found.value.map(run => (
          <li key={`${run.folder} ${run.id}`}>
            <Entry run={run} />
          </li>
        ))}
      </ul>
    </>
  )
}

function Entry({ run }: { run: Run }) {
  const workspace = useWorkspace()
  const words = useWords()
  const { id, folder, number, notebook, state, began, seconds, steps, figures } = run
  const [first] = Object.entries(figures)
  return (
    <button
      type="button"
      className="run-entry"
      onClick={() => workspace.app.dispatch({ op: "runs", view: { open: { id, folder } } })}
    >
      <span className="row">
        <Lamp state={state} />
        <b className="grow">{words.records.name(number)}</b>
        <span>{words.records.states[state]}</span>
      </span>
      <span>{notebook}</span>
      <small>
        {[
          words.records.when(began),
          state === "running" ? words.records.steps(steps.done, steps.total) : spell(words, seconds * 1000),
          first === undefined ? "" : `${nameOf(first[0])} ${figure(...first)}`,
        ]
          .filter(Boolean)
          .join(" · ")}
      </small>
    </button>
  )
}
