import { ChevronDown, ChevronRight, FilePlus, FileText, FolderPlus, NotebookPen, RefreshCw } from "lucide-react"
import { useCallback, useEffect, useState } from "react"
import type { Entry } from "../jupyter/rest.ts"
import { useApp, useWords, useWorkspace } from "./context.ts"

const hidden = /^\.|^node_modules$/
const rank = { directory: 0, notebook: 1, file: 2 }
const sorted = (entries: readonly Entry[]): Entry[] =>
  entries
    .filter(({ name }) => !hidden.test(name))
    .sort(
      (one, other) =>
        Math.sign(rank[one.type] - 1) - Math.sign(rank[other.type] - 1) ||
        one.name.localeCompare(other.name, undefined, { numeric: true }),
    )

/** The workspace's files. Folders are read when they are opened, and again when the reader asks. */
export function Files() {
  const workspace = useWorkspace()
  const words = useWords()
  const [version, setVersion] = useState(0)
  const tabs = useApp(state => state.tabs)
  const again = useCallback(() => setVersion(count => count + 1), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new tab may be a new file
  useEffect(again, [tabs.length])
  return (
    <>
      <div className="heading actions">
        <button
          type="button"
          className="icon-button"
          title={words.newNotebook}
          aria-label={words.newNotebook}
          onClick={() => void workspace.create("").then(again)}
        >
          <FilePlus size={15} aria-hidden />
        </button>
        <button
          type="button"
          className="icon-button"
          title={words.newFolder}
          aria-label={words.newFolder}
          onClick={() => void workspace.rest.createFolder("").then(again)}
        >
          <FolderPlus size={15} aria-hidden />
        </button>
        <button type="button" className="icon-button" title={words.refresh} aria-label={words.refresh} onClick={again}>
          <RefreshCw size={14} aria-hidden />
        </button>
      </div>
      <Folder path="" version={version} />
    </>
  )
}

function Folder({ path, version }: { path: string; version: number }) {
  const workspace = useWorkspace()
  const words = useWords()
  const [entries, setEntries] = useState<readonly Entry[]>()
  const [failure, setFailure] = useState<string>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version asks for the same folder again
  useEffect(() => {
    let gone = false
    workspace.rest.list(path).then(
      found => {
        if (gone) return
        setEntries(sorted(found))
        setFailure(undefined)
      },
      (cause: Error) => !gone && setFailure(cause.message),
    )
    return () => {
      gone = true
    }
  }, [workspace, path, version])
  if (failure !== undefined) return <p className="empty">{words.openFailed(failure)}</p>
  if (entries?.length === 0) return <p className="empty">{words.emptyFolder}</p>
  return (
    <ul className="tree">
      {entries?.map(entry => (
        <li key={entry.path}>
          {entry.type === "directory" ? <Directory entry={entry} version={version} /> : <File entry={entry} />}
        </li>
      ))}
    </ul>
  )
}

function Directory({ entry, version }: { entry: Entry; version: number }) {
  const [open, setOpen] = useState(false)
  const Icon = open ? ChevronDown : ChevronRight
  return (
    <>
      <button type="button" className="list-row" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon size={14} aria-hidden />
        <span>{entry.name}</span>
      </button>
      {open && <Folder path={entry.path} version={version} />}
    </>
  )
}

function File({ entry }: { entry: Entry }) {
  const workspace = useWorkspace()
  const current = useApp(state => state.current === entry.path)
  const notebook = entry.type === "notebook" || /\.ipynb$/.test(entry.name)
  const Icon = notebook ? NotebookPen : FileText
  return (
    <button
      type="button"
      className="list-row"
      disabled={!notebook}
      aria-current={current ? "page" : undefined}
      onClick={() => void workspace.open(entry.path)}
    >
      <Icon size={14} aria-hidden />
      <span>{entry.name}</span>
    </button>
  )
}
