import { useEffect, useState } from "react"
import { type Report as ReportData, reportSchema } from "../../../kernel/contracts/mime.ts"
import { mimeTypes } from "../../../kernel/contracts/mimetypes.ts"
import type { StepRecord } from "../../../kernel/contracts/runs/record.ts"
import { useWords, useWorkspace } from "../frame/context.ts"
import type { RunName } from "../jupyter/runs.ts"
import { spell } from "../notebook/Phrase.tsx"
import { Progress } from "../outputs/Metrics.tsx"
import { Report } from "../outputs/Report.tsx"
import { Terminal } from "../outputs/Terminal.tsx"
import { Lamp } from "./Lamp.tsx"

interface Given {
  readonly run: RunName
  readonly step: StepRecord
  readonly code: string
}

/** A step of a run: how it went and why it ran, its report, what it wrote, and its code. */
export function Step({ run, step, code }: Given) {
  const words = useWords()
  const { state, stage, name, cell, cached, why, seconds, saved, attempts, artefacts, progress, log } = step
  const title = [stage === undefined ? words.records.cell(cell) : words.stageNames[stage], name]
    .filter(Boolean)
    .join(" ")
  const failure = attempts.at(-1)?.error
  const asides = [
    cached ? words.records.fromCache : why === null ? "" : words.records.why(why),
    cached && saved !== null ? words.records.saved(spell(words, saved * 1000)) : "",
    attempts.length > 1 ? words.records.attempts(attempts.length) : "",
    artefacts.length > 0 ? words.records.kept(artefacts.map(({ name }) => name).join(", ")) : "",
  ].filter(Boolean)
  return (
    <li className="run-step" data-stage={stage}>
      <div className="row">
        <Lamp state={state} />
        <b>{title}</b>
        <span>{words.records.states[state]}</span>
        <span className="grow" />
        {state !== "waiting" && <span>{spell(words, seconds * 1000)}</span>}
      </div>
      {asides.length > 0 && <small>{asides.join(" · ")}</small>}
      {state === "running" && progress !== null && (
        <Progress
          data={{
            label: title,
            detail: progress.detail,
            fraction: progress.fraction,
            state: "running",
            secondsLeft: null,
          }}
        />
      )}
      {failure && state !== "done" && (
        <p className="problem-line">{[failure.message, failure.fix].filter(Boolean).join(" ")}</p>
      )}
      {step.report !== null && <Found run={run} step={step} brief={step.report} />}
      {(log.head !== "" || log.tail !== "") && (
        <details>
          <summary>{words.records.log}</summary>
          <div className="run-log">
            <Terminal text={log.head} />
            {log.omitted > 0 && <small>{words.records.left(log.omitted)}</small>}
            {log.tail !== "" && <Terminal text={log.tail} />}
          </div>
        </details>
      )}
      <details>
        <summary>{words.records.showCode}</summary>
        <pre className="run-log">{code}</pre>
      </details>
    </li>
  )
}

/** The step's report: in full where what the cell showed was kept, else its figures and gates. */
function Found({ run, step, brief }: Pick<Given, "run" | "step"> & { brief: NonNullable<StepRecord["report"]> }) {
  const workspace = useWorkspace()
  const [whole, setWhole] = useState<ReportData>()
  const { id, folder } = run
  const { cell, outputs } = step
  useEffect(() => {
    if (outputs === null) return
    workspace.rest.runOutputs({ id, folder }, cell).then(
      shown => setWhole(shown.flatMap(reportIn).at(-1)),
      () => {},
    )
  }, [workspace, id, folder, cell, outputs])
  return <Report data={whole ?? { task: "classification", rows: 0, ...brief }} />
}

function reportIn({ data }: Record<string, unknown>): ReportData[] {
  if (typeof data !== "object" || data === null || !(mimeTypes.report in data)) return []
  const found = reportSchema.safeParse(data[mimeTypes.report])
  return found.success ? [found.data] : []
}
