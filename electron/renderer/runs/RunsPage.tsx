import { ArrowLeft, X } from "lucide-react"
import { useMemo, useState } from "react"
import { useWords, useWorkspace } from "../frame/context.ts"
import { IconButton } from "../frame/IconButton.tsx"
import type { Run } from "../jupyter/runs.ts"
import { useFound } from "../places/found.ts"
import type { RunsView } from "../state/app.ts"
import { Compared } from "./Compared.tsx"
import { RunDetail } from "./RunDetail.tsx"
import { RunTable } from "./RunTable.tsx"
import { keyOf } from "./records.ts"

/** How many of the latest runs are chosen at first. */
const chosenAtFirst = 2

/** Runs of pipelines in the page: a table of all with those that are chosen side by side, or one by itself. */
export function RunsPage({ view }: { view: RunsView }) {
  const workspace = useWorkspace()
  const words = useWords()
  const show = (next: RunsView | undefined) => workspace.app.dispatch({ op: "runs", view: next })
  const { open } = view
  return (
    <div className="runs-page">
      <div className="runs-head">
        {open === undefined ? (
          <h2>{words.records.title}</h2>
        ) : (
          <button type="button" className="btn slim" onClick={() => show({ open: undefined })}>
            <ArrowLeft size={13} aria-hidden />
            {words.records.back}
          </button>
        )}
        <span className="grow" />
        <IconButton icon={X} label={words.records.close} onClick={() => show(undefined)} />
      </div>
      {open === undefined ? <Table show={show} /> : <RunDetail key={`${open.folder} ${open.id}`} name={open} />}
    </div>
  )
}

function Table({ show }: { show(view: RunsView): void }) {
  const workspace = useWorkspace()
  const words = useWords()
  const { found } = useFound(workspace.rest.runs)
  const all = found.state === "known" ? found.value : undefined
  const notebooks = useMemo(() => [...new Set(all?.map(pathOf))].sort(), [all])
  const [notebook, setNotebook] = useState<string>()
  const [differing, setDiffering] = useState(true)
  const shown = useMemo(() => all?.filter(run => notebook === undefined || pathOf(run) === notebook), [all, notebook])
  const [picked, setPicked] = useState<ReadonlySet<string>>()
  const chosen = useMemo(() => {
    const keys = picked ?? new Set(shown?.slice(0, chosenAtFirst).map(keyOf))
    return shown?.filter(run => keys.has(keyOf(run))) ?? []
  }, [shown, picked])
  if (found.state === "failed") return <p className="empty">{words.beside.noAnswer(found.reason)}</p>
  if (shown === undefined) return <p className="empty">{words.opening}</p>
  if (all?.length === 0) return <p className="empty">{words.records.noneText}</p>
  return (
    <>
      <div className="runs-bar">
        <select
          className="field-input"
          aria-label={words.records.notebook}
          value={notebook ?? ""}
          onChange={({ target }) => {
            setNotebook(target.value === "" ? undefined : target.value)
            setPicked(undefined)
          }}
        >
          <option value="">{words.records.allNotebooks}</option>
          {notebooks.map(path => (
            <option key={path}>{path}</option>
          ))}
        </select>
        <label className="check">
          <input type="checkbox" checked={differing} onChange={({ target }) => setDiffering(target.checked)} />
          {words.records.differences}
        </label>
      </div>
      <RunTable
        runs={shown}
        differing={differing}
        chosen={new Set(chosen.map(keyOf))}
        choose={setPicked}
        open={({ id, folder }) => show({ open: { id, folder } })}
      />
      {chosen.length === 0 ? <p className="empty">{words.records.chooseSome}</p> : <Compared runs={chosen} />}
    </>
  )
}

const pathOf = ({ folder, notebook }: Run): string => (folder === "" ? notebook : `${folder}/${notebook}`)
