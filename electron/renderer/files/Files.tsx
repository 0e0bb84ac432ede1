import { FileCode, FilePlus, FileText, FolderPlus, RefreshCw, Upload } from "lucide-react"
import { type DragEvent, type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from "react"
import { useApp, useWords, useWorkspace } from "../frame/context.ts"
import { IconButton } from "../frame/IconButton.tsx"
import { actionsOf } from "./actions.ts"
import { FileMenu, type MenuPlace } from "./FileMenu.tsx"
import { FileRow } from "./FileRow.tsx"
import { rowsOf, step, targetFolder } from "./tree.ts"

/** The workspace's files: a tree for mouse and keyboard. */
export function Files() {
  const workspace = useWorkspace()
  const words = useWords()
  const { files } = workspace
  const state = useSyncExternalStore(files.subscribe, files.get)
  const current = useApp(app => app.current)
  const tree = useRef<HTMLDivElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState<string>()
  const [menu, setMenu] = useState<MenuPlace>()
  useEffect(() => void files.refresh(), [files])

  const rows = rowsOf(state)
  const root = state.folders.get("")
  const focusRow = () =>
    requestAnimationFrame(() => tree.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus())
  const press = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.altKey || event.ctrlKey || event.metaKey) return
    const entry = rows.find(row => row.entry.path === state.selected)?.entry
    const action = entry === undefined ? undefined : actionsOf(workspace, entry).find(({ key }) => key === event.key)
    const found = action === undefined ? step(state, event.key) : undefined
    if (action === undefined && found === undefined) return
    event.preventDefault()
    event.stopPropagation()
    action?.run()
    if (found?.toggle !== undefined) files.toggle(found.toggle)
    if (found?.select !== undefined) files.set({ selected: found.select })
    if (found !== undefined) focusRow()
  }
  const drop = (event: DragEvent, folder: string) => {
    event.preventDefault()
    event.stopPropagation()
    setOver(undefined)
    const moved = event.dataTransfer.getData(dragged)
    if (moved !== "") void files.moveInto(moved, folder)
    else void files.upload([...event.dataTransfer.files], folder)
  }
  const allow = (event: DragEvent, folder: string) => {
    if (!event.dataTransfer.types.some(type => type === "Files" || type === dragged)) return
    event.preventDefault()
    event.stopPropagation()
    setOver(folder)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a way for the mouse; the buttons above do the same
    <div
      className="files"
      data-over={over === ""}
      onDragOver={event => allow(event, "")}
      onDragLeave={() => setOver(undefined)}
      onDrop={event => drop(event, "")}
    >
      <div className="heading actions">
        <IconButton
          icon={FilePlus}
          size={15}
          label={words.newNotebook}
          onClick={() => void files.create({ type: "notebook" })}
        />
        <IconButton
          icon={FileCode}
          size={15}
          label={words.newScript}
          onClick={() => void files.create({ type: "notebook", ext: ".kaon.ts" })}
        />
        <IconButton
          icon={FileText}
          size={15}
          label={words.newTextFile}
          onClick={() => void files.create({ type: "file", ext: ".txt" })}
        />
        <IconButton
          icon={FolderPlus}
          size={15}
          label={words.newFolder}
          onClick={() => void files.create({ type: "directory" })}
        />
        <IconButton icon={Upload} label={words.upload} onClick={() => picker.current?.click()} />
        <IconButton icon={RefreshCw} label={words.refresh} onClick={() => void files.refresh()} />
      </div>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={event => {
          void files.upload([...(event.target.files ?? [])], targetFolder(state))
          event.target.value = ""
        }}
      />
      {state.busy !== undefined && <p className="empty">{state.busy}</p>}
      {state.problem !== undefined && (
        <p className="problem-line" role="alert">
          {state.problem}
        </p>
      )}
      {root?.state === "failed" && <p className="empty">{words.openFailed(root.reason)}</p>}
      {root?.state === "read" && rows.length === 0 && <p className="empty">{words.emptyFolder}</p>}
      <div ref={tree} className="tree" role="tree" data-own-keys aria-label={words.files} onKeyDown={press}>
        {rows.map((row, index) => {
          const { path, type } = row.entry
          const folder = type === "directory" ? path : undefined
          const reachable = state.selected === undefined ? index === 0 : state.selected === path
          return (
            <FileRow
              key={path}
              row={row}
              current={current === path}
              selected={state.selected === path}
              reachable={reachable || (index === 0 && !rows.some(other => other.entry.path === state.selected))}
              renaming={state.renaming === path}
              over={folder !== undefined && over === folder}
              onMenu={(x, y) => {
                files.set({ selected: path })
                setMenu({ entry: row.entry, x, y })
              }}
              onDone={focusRow}
              drag={{
                start: event => event.dataTransfer.setData(dragged, path),
                over: event => folder !== undefined && allow(event, folder),
                drop: event => folder !== undefined && drop(event, folder),
              }}
            />
          )
        })}
      </div>
      {menu !== undefined && (
        <FileMenu
          place={menu}
          close={() => {
            setMenu(undefined)
            focusRow()
          }}
        />
      )}
    </div>
  )
}

const dragged = "application/x-kaon-file"
