import { Menu, Play, Search, Workflow, X } from "lucide-react"
import { useEffect, useRef } from "react"
import { keysOf, shownKeys } from "../keys/chords.ts"
import { perform } from "../session/commands.ts"
import type { NotebookSession } from "../session/notebook.ts"
import { focusNotebook } from "../session/regions.ts"
import { useApp, usePart, useWords, useWorkspace } from "./context.ts"
import { IconButton } from "./IconButton.tsx"
import { mac, useShortcuts } from "./keys.ts"

export function TopBar({ session, onMenu }: { session: NotebookSession | undefined; onMenu: () => void }) {
  const workspace = useWorkspace()
  const words = useWords()
  const tabs = useApp(state => state.tabs)
  const current = useApp(state => state.current)
  const palette = keysOf("view.palette", useShortcuts())
  const menu = () => {
    onMenu()
    if (workspace.app.get().panel === undefined) workspace.app.dispatch({ op: "panel", panel: "files" })
    else workspace.app.dispatch({ op: "panel", panel: undefined })
  }
  return (
    <header className="top">
      {session !== undefined && (
        <button type="button" className="skip" onClick={focusNotebook}>
          {words.skip}
        </button>
      )}
      <button
        type="button"
        className="logo"
        title={words.commands["view.welcome"]}
        aria-label={words.app}
        onClick={() => perform("view.welcome", workspace)}
      >
        κ
      </button>
      <button type="button" className="icon-button burger" aria-label={words.menu} onClick={menu}>
        <Menu size={17} aria-hidden />
      </button>
      {tabs.length > 0 && (
        <nav className="tabs" aria-label={words.openNotebooks}>
          {tabs.map(path => (
            <Tab key={path} path={path} selected={path === current} />
          ))}
        </nav>
      )}
      <span className="grow" />
      <button type="button" className="search" onClick={() => perform("view.palette", workspace)}>
        <Search size={15} aria-hidden />
        <span>{words.searchOrRun}</span>
        {palette !== undefined && <kbd>{shownKeys(palette, mac)}</kbd>}
      </button>
      {session !== undefined && <RunButtons session={session} />}
    </header>
  )
}

function Tab({ path, selected }: { path: string; selected: boolean }) {
  const workspace = useWorkspace()
  const words = useWords()
  const session = workspace.notebook(path)
  const name = path.slice(path.lastIndexOf("/") + 1)
  const tab = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (selected) tab.current?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }, [selected])
  return (
    <div ref={tab} className="tab" data-selected={selected} title={path}>
      <button type="button" aria-current={selected ? "page" : undefined} onClick={() => void workspace.open(path)}>
        {name}
        {session !== undefined && <Dirty session={session} />}
      </button>
      {selected && (
        <button
          type="button"
          className="icon-button small"
          aria-label={`${words.close} ${name}`}
          onClick={() => workspace.close(path)}
        >
          <X size={13} aria-hidden />
        </button>
      )}
    </div>
  )
}

function Dirty({ session }: { session: NotebookSession }) {
  const words = useWords()
  const dirty = usePart(session.store, state => state.saved !== "clean" && state.saved !== "saving")
  return dirty ? <i className="dot" title={words.dirty} /> : null
}

function RunButtons({ session }: { session: NotebookSession }) {
  const workspace = useWorkspace()
  const words = useWords()
  const stale = usePart(session.store, state => state.stale.size)
  const busy = usePart(session.store, state =>
    [...state.cells.values()].some(({ run }) => run.state === "running" || run.state === "queued"),
  )
  return (
    <>
      <IconButton
        icon={Workflow}
        label={words.showPipeline}
        size={16}
        onClick={() => perform("view.pipeline", workspace)}
      />
      {stale > 0 && (
        <button type="button" className="btn" onClick={() => perform("run.stale", workspace)}>
          <span className="wide">{words.runStale}</span> <b>{stale}</b>
        </button>
      )}
      {busy ? (
        <button type="button" className="btn" onClick={() => perform("kernel.interrupt", workspace)}>
          {words.stop}
        </button>
      ) : (
        <button
          type="button"
          className="btn primary"
          aria-label={words.runAll}
          onClick={() => perform("run.all", workspace)}
        >
          <Play size={13} fill="currentColor" aria-hidden />
          <span className="wide">{words.runAll}</span>
        </button>
      )}
    </>
  )
}
