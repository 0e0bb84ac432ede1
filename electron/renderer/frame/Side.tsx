import { Files as FilesIcon, History, ListTree, Plug, Rocket, Search, Settings as SettingsIcon, X } from "lucide-react"
import { Files } from "../files/Files.tsx"
import { Deployments } from "../places/Deployments.tsx"
import { Plugins } from "../places/Plugins.tsx"
import { Runs } from "../places/Runs.tsx"
import { Secrets } from "../places/Secrets.tsx"
import type { NotebookSession } from "../session/notebook.ts"
import type { Panel } from "../state/app.ts"
import { useApp, useWords, useWorkspace } from "./context.ts"
import { Find } from "./Find.tsx"
import { leave, leaveBy } from "./leaving.ts"
import { Outline } from "./Outline.tsx"
import { SettingsForm } from "./SettingsForm.tsx"

const icons = {
  files: FilesIcon,
  outline: ListTree,
  find: Search,
  runs: History,
  deployments: Rocket,
  plugins: Plug,
  settings: SettingsIcon,
} as const satisfies Record<Panel, unknown>
const panels: readonly Panel[] = ["files", "outline", "find", "runs", "deployments", "plugins", "settings"]

export function Rail({ open }: { open: boolean }) {
  const workspace = useWorkspace()
  const words = useWords()
  const panel = useApp(state => state.panel)
  const shown = useApp(state => state.narrow) ? panel !== undefined : open
  return (
    <nav className={shown ? "rail open" : "rail"} aria-label={words.panels}>
      {panels.map(name => {
        const Icon = icons[name]
        return (
          <button
            key={name}
            type="button"
            title={words[name]}
            aria-label={words[name]}
            aria-pressed={panel === name}
            onClick={() => workspace.app.dispatch({ op: "panel", panel: name })}
          >
            <Icon size={18} aria-hidden />
          </button>
        )
      })}
    </nav>
  )
}

export function SidePanel({ session }: { session: NotebookSession | undefined }) {
  const workspace = useWorkspace()
  const words = useWords()
  const panel = useApp(state => state.panel)
  if (panel === undefined) return null
  const title = panel === "files" ? words.workspace : words[panel]
  // A sheet covers the page: leaving it closes it.
  const close = () => {
    if (workspace.app.get().narrow) workspace.app.dispatch({ op: "panel", panel: undefined })
  }
  return (
    <aside className="side-panel" aria-label={title} tabIndex={-1} onKeyDown={leaveBy(close)}>
      <div className="heading">
        <h2>{title}</h2>
        <button
          type="button"
          className="icon-button small sheet-close"
          aria-label={words.close}
          onClick={() => leave(close)}
        >
          <X size={14} aria-hidden />
        </button>
      </div>
      <Body panel={panel} session={session} />
    </aside>
  )
}

function Body({ panel, session }: { panel: Panel; session: NotebookSession | undefined }) {
  const words = useWords()
  if (panel === "files") return <Files />
  if (panel === "settings")
    return (
      <>
        <SettingsForm />
        <Secrets />
      </>
    )
  if (panel === "outline") return session === undefined ? <p className="empty">{words.noOutline}</p> : <Outline />
  if (panel === "find" && session !== undefined) return <Find />
  if (panel === "runs") return <Runs inNotebook={session !== undefined} />
  if (panel === "deployments") return <Deployments inNotebook={session !== undefined} />
  if (panel === "plugins") return <Plugins />
  return <p className="empty">{words.noFind}</p>
}
