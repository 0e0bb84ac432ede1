import { progressOf, spell } from "../notebook/Phrase.tsx"
import { type CommandId, commands, perform } from "../session/commands.ts"
import type { NotebookSession } from "../session/notebook.ts"
import type { Workspace } from "../session/workspace.ts"
import { desktop, type Shell } from "./bridge.ts"
import { menuOf } from "./menu.ts"
import { type RunEnd, type RunView, RunWatch } from "./runs.ts"
import { titleOf } from "./title.ts"

/**
 * Keeps what is around the page in step with it: the window's title, menu, progress and notifications in the desktop shell; the tab's
 * title, and notifications where the person allowed them, in a browser.
 */
export function joinShell(workspace: Workspace, shell: Shell | undefined = desktop): void {
  const watched = new Map<NotebookSession, { watch: RunWatch; view: RunView; leave: () => void }>()
  const tell = changesOnly(shell)

  const document = () => {
    const { tabs, current } = workspace.app.get()
    const sessions = tabs.map(path => workspace.notebook(path)).filter(session => session !== undefined)
    const unsaved = sessions.some(({ store }) => !["clean", "saving"].includes(store.get().saved))
    tell("document", { unsaved, ...(current !== undefined && { path: current }) })
    const views = [...watched.values()].map(({ view }) => view).filter(({ running }) => running)
    const fraction = views.length === 1 ? views[0]!.fraction : null
    tell("progress", { running: views.length > 0, fraction })
    const title = titleOf(workspace.words(), current, views.length > 0 ? { fraction } : undefined)
    if (window.document.title !== title) window.document.title = title
  }
  const ended = (session: NotebookSession, { seconds, failed }: RunEnd) => {
    const words = workspace.words()
    const time = spell(words, seconds * 1000)
    const body = failed === undefined ? words.shell.runDone(time) : words.shell.runFailed(failed, time)
    const title = session.store.get().path
    if (shell !== undefined) shell.tell("ended", { title, body, seconds })
    else notifyInBrowser(title, body, seconds)
  }
  const attend = () => {
    const { tabs } = workspace.app.get()
    const open = new Set(tabs.map(path => workspace.notebook(path)).filter(session => session !== undefined))
    for (const [session, { leave }] of watched) {
      if (open.has(session)) continue
      leave()
      watched.delete(session)
    }
    for (const session of open) if (!watched.has(session)) watched.set(session, follow(session))
  }
  const follow = (session: NotebookSession) => {
    const watch = new RunWatch(progressOf)
    const look = () => {
      const { view, end } = watch.see(session.store.get(), Date.now())
      const own = watched.get(session)
      if (own !== undefined) own.view = view
      document()
      if (end !== undefined) ended(session, end)
    }
    return { watch, view: { running: false, fraction: null }, leave: session.store.subscribe(look) }
  }
  let shown: readonly unknown[] = [undefined]
  const changed = () => {
    attend()
    document()
    // The app changes with every move of the cursor; the menu with these alone.
    const parts = [workspace.app.get().settings, workspace.current()?.state]
    if (shell === undefined || parts.every((part, at) => part === shown[at])) return
    shown = parts
    tell("menu", menuOf(workspace))
  }
  workspace.app.subscribe(changed)
  workspace.subscribe(changed)
  changed()

  shell?.on("command", ({ id }) => {
    if (Object.hasOwn(commands, id)) perform(id as CommandId, workspace)
  })
  shell?.on("open", ({ path }) => void workspace.open(path))
}

/** Tells the shell only what is not what it was told last. */
function changesOnly(shell: Shell | undefined): Shell["tell"] {
  const last = new Map<string, string>()
  return (name, message) => {
    if (shell === undefined) return
    const text = JSON.stringify(message)
    if (last.get(name) === text) return
    last.set(name, text)
    shell.tell(name, message)
  }
}

/** Seconds from which on a run is long enough to tell of its end. */
const long = 10

/** Nobody is asked for the right to notify: where it was not given, the tab's title says it. */
function notifyInBrowser(title: string, body: string, seconds: number): void {
  if (seconds < long || document.hasFocus() || !("Notification" in window) || Notification.permission !== "granted")
    return
  new Notification(title, { body })
}
