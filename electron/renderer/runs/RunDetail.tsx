import { Square, Trash2 } from "lucide-react"
import { useMemo } from "react"
import type { RunRecord } from "../../../kernel/contracts/runs/record.ts"
import { useWords, useWorkspace } from "../frame/context.ts"
import { IconButton } from "../frame/IconButton.tsx"
import type { RunName } from "../jupyter/runs.ts"
import { spell } from "../notebook/Phrase.tsx"
import { Curves } from "./Curves.tsx"
import { text } from "./differing.ts"
import { colours } from "./drawn.ts"
import { Lamp } from "./Lamp.tsx"
import { useRecord } from "./records.ts"
import { Step } from "./Step.tsx"

/** One run: what it was given, what it ran on, and how each of its steps went; it follows a run that goes on. */
export function RunDetail({ name }: { name: RunName }) {
  const words = useWords()
  const record = useRecord(name)
  if (record === undefined) return <p className="empty">{words.opening}</p>
  if (record instanceof Error) return <p className="empty">{record.message}</p>
  return <Detail record={record} folder={name.folder} />
}

function Detail({ record, folder }: { record: RunRecord; folder: string }) {
  const workspace = useWorkspace()
  const words = useWords()
  const { id, number, notebook, state, error, steps, cells, damaged } = record
  const title = words.records.name(number)
  const drawn = useMemo(() => [{ record, name: title, colour: colours[0]! }], [record, title])
  const path = folder === "" ? notebook : `${folder}/${notebook}`
  const stop = () =>
    void workspace.rest.stopRun({ id, folder }).catch(cause => workspace.problem(words.records.notStopped, cause))
  const remove = () => {
    const proceed = () =>
      void workspace.rest.removeRun({ id, folder }).then(
        () => workspace.app.dispatch({ op: "runs", view: { open: undefined } }),
        cause => workspace.problem(words.records.notRemoved, cause),
      )
    const asked = { kind: "confirm", title: words.records.remove, text: words.records.removeText(title) } as const
    workspace.app.dispatch({ op: "dialog", dialog: { ...asked, action: words.remove, proceed } })
  }
  return (
    <>
      <header className="run-title">
        <Lamp state={state} />
        <h2>{title}</h2>
        <span>{words.records.states[state]}</span>
        <button type="button" className="link" onClick={() => void workspace.open(path)}>
          {path}
        </button>
        <span className="grow" />
        {state === "running" ? (
          <button type="button" className="btn slim" onClick={stop}>
            <Square size={10} fill="currentColor" aria-hidden />
            {words.records.stop}
          </button>
        ) : (
          <IconButton icon={Trash2} label={words.records.remove} onClick={remove} />
        )}
      </header>
      {error !== null && <p className="problem-line">{[error.message, error.fix].filter(Boolean).join(" ")}</p>}
      <Facts record={record} />
      <Curves runs={drawn} />
      <ol className="run-steps">
        {steps.map(step => (
          <Step
            key={step.cellId}
            run={{ id, folder }}
            step={step}
            code={cells.find(({ cellId }) => cellId === step.cellId)?.code ?? ""}
          />
        ))}
      </ol>
      {damaged > 0 && <p className="problem-line">{words.records.damaged(damaged)}</p>}
    </>
  )
}

function Facts({ record }: { record: RunRecord }) {
  const words = useWords()
  const { params, began, seconds, resumed, environment } = record
  const given = Object.entries(params).map(([name, value]) => `${name} = ${text(value)}`)
  const git = environment?.git
  const facts: [string, string][] = [
    [words.records.parameters, given.join(", ") || words.records.asWritten],
    [words.records.began, words.records.when(began)],
    [
      words.records.took,
      [spell(words, seconds * 1000), resumed > 0 ? words.records.resumed(resumed) : ""].filter(Boolean).join(", "),
    ],
  ]
  if (environment !== null) {
    const { host, processor, cores, backend, kaon, node } = environment
    facts.push([words.records.surroundings, `${host}, ${processor} × ${cores}, ${backend}, Kaon ${kaon}, Node ${node}`])
    facts.push([
      words.records.commit,
      git
        ? [git.commit.slice(0, 10), git.branch, git.dirty ? words.records.dirty : ""].filter(Boolean).join(", ")
        : words.records.noCommit,
    ])
  }
  return (
    <dl className="run-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
