import { useEffect, useState, useSyncExternalStore } from "react"
import { applyCodeStyle, monacoNow } from "../editor/single.ts"
import { keysOf, shownKeys } from "../keys/chords.ts"
import type { Workspace } from "../session/workspace.ts"
import type { Theme } from "../state/app.ts"
import {
  NotebookContext,
  ThemeContext,
  useApp,
  useWords,
  useWorkspace,
  WordsContext,
  WorkspaceContext,
} from "./context.ts"
import { Dialogs } from "./Dialogs.tsx"
import { mac, useKeys, useShortcuts } from "./keys.ts"
import { Main } from "./Main.tsx"
import { Palette } from "./Palette.tsx"
import { RightPanel } from "./Right.tsx"
import { Rail, SidePanel } from "./Side.tsx"
import { StatusBar } from "./StatusBar.tsx"
import { TopBar } from "./TopBar.tsx"

export function App({ workspace }: { workspace: Workspace }) {
  return (
    <WorkspaceContext value={workspace}>
      <Themed />
    </WorkspaceContext>
  )
}

/** The theme and the language, for everything below. */
function Themed() {
  const workspace = useWorkspace()
  const wanted = useApp(state => state.settings.theme)
  const language = useApp(state => state.settings.language)
  const dark = useSyncExternalStore(watchScheme, () => scheme.matches)
  const theme: Theme = wanted === "system" ? (dark ? "dark" : "light") : wanted
  useEffect(() => {
    document.documentElement.dataset.theme = theme
    monacoNow()?.applyTheme(theme !== "light")
  }, [theme])
  const codeSize = useApp(state => state.settings.codeSize)
  const lineNumbers = useApp(state => state.settings.lineNumbers)
  const wordWrap = useApp(state => state.settings.wordWrap)
  useEffect(() => {
    const { dataset } = document.documentElement
    dataset.code = codeSize
    dataset.lines = lineNumbers ? "on" : "off"
    dataset.wrap = wordWrap ? "on" : "off"
    applyCodeStyle()
  }, [codeSize, lineNumbers, wordWrap])
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return (
    <ThemeContext value={theme}>
      <WordsContext value={workspace.words()}>
        <Page />
      </WordsContext>
    </ThemeContext>
  )
}

const scheme = matchMedia("(prefers-color-scheme: dark)")
const watchScheme = (listener: () => void): (() => void) => {
  scheme.addEventListener("change", listener)
  return () => scheme.removeEventListener("change", listener)
}

function Page() {
  const workspace = useWorkspace()
  const words = useWords()
  const current = useApp(state => state.current)
  const said = useApp(state => state.said)
  const right = useApp(state => state.right)
  const runs = useApp(state => state.runs !== undefined)
  const printKeys = keysOf("file.pdf", useShortcuts())
  const opening = useSyncExternalStore(workspace.subscribe, workspace.current)
  const [rail, setRail] = useState(false)
  const session = current !== undefined && opening?.state === "open" ? opening.session : undefined
  useKeys()
  return (
    <NotebookContext value={session}>
      <div className="app">
        <TopBar session={session} onMenu={() => setRail(!rail)} />
        <Rail open={rail} />
        <SidePanel session={session} />
        <main className="page-main">
          {current !== undefined && <h1 className="unseen">{current.slice(current.lastIndexOf("/") + 1)}</h1>}
          <Main opening={opening} />
        </main>
        {session !== undefined && right && !runs && <RightPanel />}
        <StatusBar session={session} text={opening?.state === "text" ? opening.session : undefined} />
      </div>
      {session !== undefined && (
        <p className="print-hint">{words.printHint(printKeys === undefined ? "" : shownKeys(printKeys, mac))}</p>
      )}
      <Palette />
      <Dialogs />
      <output className="unseen" aria-live="polite">
        {said}
      </output>
    </NotebookContext>
  )
}
