import {
  ChevronDown,
  ChevronRight,
  Ellipsis,
  FileCode,
  FileImage,
  FileSpreadsheet,
  FileText,
  NotebookPen,
} from "lucide-react"
import { type DragEvent, useEffect, useRef, useState } from "react"
import { useWords, useWorkspace } from "../frame/context.ts"
import { IconButton } from "../frame/IconButton.tsx"
import { actionsOf } from "./actions.ts"
import { extensionOf, isNotebookName, splitName } from "./paths.ts"
import type { Row } from "./tree.ts"

const pictures: Readonly<Record<string, typeof FileText>> = {
  ts: FileCode,
  js: FileCode,
  py: FileCode,
  json: FileCode,
  csv: FileSpreadsheet,
  tsv: FileSpreadsheet,
  png: FileImage,
  jpg: FileImage,
  jpeg: FileImage,
  gif: FileImage,
  svg: FileImage,
  webp: FileImage,
}

const iconOf = ({ entry, expanded }: Row): typeof FileText => {
  if (expanded !== undefined) return expanded ? ChevronDown : ChevronRight
  if (isNotebookName(entry.name)) return NotebookPen
  return pictures[extensionOf(entry.name)] ?? FileText
}

interface Given {
  readonly row: Row
  readonly current: boolean
  readonly selected: boolean
  /** Whether Tab comes to it. */
  readonly reachable: boolean
  readonly renaming: boolean
  readonly over: boolean
  onMenu(x: number, y: number): void
  onDone(): void
  readonly drag: { start(event: DragEvent): void; over(event: DragEvent): void; drop(event: DragEvent): void }
}

export function FileRow({ row, current, selected, reachable, renaming, over, onMenu, onDone, drag }: Given) {
  const workspace = useWorkspace()
  const words = useWords()
  const { entry, level, expanded, place, of } = row
  const Icon = iconOf(row)
  const indent = { paddingLeft: 8 + (level - 1) * 14 }
  if (renaming) {
    return (
      <div className="list-row renaming" style={indent}>
        <Icon size={14} aria-hidden />
        <NameField path={entry.path} name={entry.name} onDone={onDone} />
      </div>
    )
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys of all its rows
    <div
      role="treeitem"
      className="list-row"
      style={indent}
      tabIndex={reachable ? 0 : -1}
      aria-level={level}
      aria-posinset={place}
      aria-setsize={of}
      aria-expanded={expanded}
      aria-selected={selected}
      aria-current={current ? "page" : undefined}
      data-path={entry.path}
      data-over={over}
      title={entry.path}
      draggable
      onDragStart={drag.start}
      onDragOver={drag.over}
      onDrop={drag.drop}
      onClick={() => {
        workspace.files.set({ selected: entry.path })
        actionsOf(workspace, entry)[0]?.run()
      }}
      onFocus={() => !selected && workspace.files.set({ selected: entry.path })}
      onContextMenu={event => {
        event.preventDefault()
        onMenu(event.clientX, event.clientY)
      }}
    >
      <Icon size={14} aria-hidden />
      <span className="grow">{entry.name}</span>
      <IconButton
        icon={Ellipsis}
        small
        skipped
        className="row-more"
        label={words.fileActions(entry.name)}
        onClick={event => {
          event.stopPropagation()
          const { left, bottom } = event.currentTarget.getBoundingClientRect()
          onMenu(left, bottom + 2)
        }}
      />
    </div>
  )
}

/** The name as it is typed over; Enter takes it, Escape leaves it. What is wrong with it stands below. */
function NameField({ path, name, onDone }: { path: string; name: string; onDone(): void }) {
  const { files } = useWorkspace()
  const words = useWords()
  const [text, setText] = useState(name)
  const [problem, setProblem] = useState<string>()
  const field = useRef<HTMLInputElement>(null)
  const over = useRef(false)
  useEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(0, splitName(name)[0].length)
  }, [name])
  const end = () => {
    over.current = true
    files.set({ renaming: undefined })
    onDone()
  }
  const take = async (leave: boolean) => {
    if (over.current) return
    const found = await files.rename(path, text)
    if (found === undefined) end()
    else if (leave) {
      end()
      files.set({ problem: found })
    } else setProblem(found)
  }
  return (
    <span className="naming">
      <input
        ref={field}
        className="field-input"
        aria-label={words.fileName}
        aria-invalid={problem !== undefined}
        value={text}
        onChange={event => {
          setText(event.target.value)
          setProblem(undefined)
        }}
        onBlur={() => void take(true)}
        onKeyDown={event => {
          if (event.key === "Enter") void take(false)
          if (event.key === "Escape") end()
          event.stopPropagation()
        }}
      />
      {problem !== undefined && (
        <span className="problem-line" role="alert">
          {problem}
        </span>
      )}
    </span>
  )
}
