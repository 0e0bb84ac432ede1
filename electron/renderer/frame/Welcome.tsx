import { NotebookPen } from "lucide-react"
import { useEffect, useState } from "react"
import { folderOf, isNotebookName, nameOf } from "../files/paths.ts"
import type { Entry, Template } from "../jupyter/rest.ts"
import { emptyNotebook } from "../stages/empty.ts"
import { useApp, useWords, useWorkspace } from "./context.ts"
import { Picture } from "./TemplatePicture.tsx"

/** The first page: a running example in two clicks, what was open before, and what the workspace holds. */
export function Welcome() {
  const workspace = useWorkspace()
  const words = useWords()
  const recent = useApp(state => state.recent)
  const [templates, setTemplates] = useState<readonly Template[]>([])
  const [entries, setEntries] = useState<readonly Entry[]>([])
  useEffect(() => {
    void workspace.rest.templates().then(setTemplates)
    workspace.rest.list("").then(setEntries, () => setEntries([]))
  }, [workspace])
  const others = entries
    .filter(({ name, path, type }) => type !== "directory" && isNotebookName(name) && !recent.includes(path))
    .slice(0, 8)
  const known: Readonly<Record<string, readonly string[]>> = words.templates
  return (
    <div className="welcome">
      <div>
        <h1>{words.welcome}</h1>
        <p className="lead">{words.welcomeLead}</p>
        <div className="heading">
          <h2>{words.startWith}</h2>
        </div>
        <div className="cards">
          {templates.map(({ id, title, description, stages, content }) => (
            <Card
              key={id}
              id={id}
              stages={stages}
              title={known[id]?.[0] ?? title}
              text={known[id]?.[1] ?? description}
              start={() => void workspace.create("", { content, name: nameOf(id) })}
            />
          ))}
          <Card
            id="empty"
            stages={[]}
            title={words.templates.empty[0]!}
            text={words.templates.empty[1]!}
            start={() => void workspace.create("", { content: emptyNotebook() })}
          />
        </div>
        <Paths title={words.recentFiles} paths={recent.slice(0, 8)} />
        <Paths title={words.otherNotebooks} paths={others.map(({ path }) => path)} />
      </div>
    </div>
  )
}

interface CardGiven {
  readonly id: string
  readonly stages: readonly string[]
  readonly title: string
  readonly text: string
  start(): void
}

function Card({ id, stages, title, text, start }: CardGiven) {
  return (
    <button type="button" className="card" data-template={id} onClick={start}>
      <Picture of={id} stages={stages} />
      <span>{title}</span>
      <small>{text}</small>
    </button>
  )
}

function Paths({ title, paths }: { title: string; paths: readonly string[] }) {
  const workspace = useWorkspace()
  if (paths.length === 0) return null
  return (
    <>
      <div className="heading">
        <h2>{title}</h2>
      </div>
      {paths.map(path => (
        <button key={path} type="button" className="list-row" title={path} onClick={() => void workspace.open(path)}>
          <NotebookPen size={14} aria-hidden />
          <span>{nameOf(path)}</span>
          <small>{folderOf(path)}</small>
        </button>
      ))}
    </>
  )
}
