import { useEffect, useState } from "react"
import type { Entry } from "../jupyter/rest.ts"
import { type TemplateId, templates } from "../stages/templates.ts"
import { useWords, useWorkspace } from "./context.ts"
import { Picture } from "./TemplatePicture.tsx"

/** The first page: a running example in two clicks, and what the workspace holds. */
export function Welcome() {
  const workspace = useWorkspace()
  const words = useWords()
  const [notebooks, setNotebooks] = useState<readonly Entry[]>([])
  useEffect(() => {
    workspace.rest.list("").then(
      found => setNotebooks(found.filter(({ type }) => type === "notebook").slice(0, 8)),
      () => setNotebooks([]),
    )
  }, [workspace])
  const start = (id: TemplateId) => void workspace.create("", templates[id](), id === "empty" ? undefined : id)
  return (
    <div className="welcome">
      <div>
        <h1>{words.welcome}</h1>
        <p className="lead">{words.welcomeLead}</p>
        <div className="heading">
          <h2>{words.startWith}</h2>
        </div>
        <div className="cards">
          {(Object.keys(templates) as TemplateId[]).map(id => (
            <button key={id} type="button" className="card" onClick={() => start(id)}>
              <Picture of={id} />
              <span>{words.templates[id][0]}</span>
              <small>{words.templates[id][1]}</small>
            </button>
          ))}
        </div>
        {notebooks.length > 0 && (
          <>
            <div className="heading">
              <h2>{words.recent}</h2>
            </div>
            {notebooks.map(({ path, name }) => (
              <button key={path} type="button" className="list-row" onClick={() => void workspace.open(path)}>
                <span>{name}</span>
              </button>
            ))}
          </>
        )}
      </div>
    </div>
  )
}
