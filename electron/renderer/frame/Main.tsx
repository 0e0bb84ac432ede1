import { FileX } from "lucide-react"
import { Compare } from "../compare/Compare.tsx"
import { Preview } from "../files/Preview.tsx"
import { nameOf } from "../files/paths.ts"
import { TextView } from "../files/TextView.tsx"
import { Notebook } from "../notebook/Notebook.tsx"
import { RunsPage } from "../runs/RunsPage.tsx"
import type { Opening } from "../session/workspace.ts"
import { Banners } from "./Banners.tsx"
import { useApp, useWords, useWorkspace } from "./context.ts"
import { TextBanners } from "./TextBanners.tsx"
import { Welcome } from "./Welcome.tsx"

/** Why there is nothing to see, and what can be done about it. */
function NotOpened({ path, reason }: { path: string; reason: string }) {
  const workspace = useWorkspace()
  const words = useWords()
  return (
    <div className="unshown" role="alert">
      <FileX size={26} aria-hidden />
      <b>{nameOf(path)}</b>
      <p>{words.openFailed(reason)}</p>
      <div className="row">
        <button type="button" className="btn" onClick={() => void workspace.open(path)}>
          {words.tryAgain}
        </button>
        <button type="button" className="btn" onClick={() => workspace.close(path)}>
          {words.close}
        </button>
      </div>
    </div>
  )
}

/** The middle of the page: the document that is open, as what it is best seen as. */
export function Main({ opening }: { opening: Opening | undefined }) {
  const words = useWords()
  const current = useApp(state => state.current)
  const compare = useApp(state => state.compare)
  const runs = useApp(state => state.runs)
  if (runs !== undefined) return <RunsPage view={runs} />
  if (current === undefined) return <Welcome />
  if (opening === undefined || opening.state === "opening") return <p className="empty">{words.opening}</p>
  if (opening.state === "failed") return <NotOpened key={current} path={current} reason={opening.reason} />
  if (opening.state === "preview") return <Preview key={current} kind={opening.kind} entry={opening.entry} />
  if (opening.state === "text") {
    return (
      <>
        <TextBanners session={opening.session} />
        <TextView key={current} session={opening.session} />
      </>
    )
  }
  return (
    <>
      <Banners />
      {compare === undefined ? <Notebook key={current} /> : <Compare key={current} side={compare} />}
    </>
  )
}
