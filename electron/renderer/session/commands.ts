import { selected } from "../state/document.ts"
import type { CellType } from "../state/model.ts"
import type { Operation } from "../state/operations.ts"
import type { en } from "../words/en.ts"
import { exportHtml, exportScript } from "./export.ts"
import { type NotebookSession, newId } from "./notebook.ts"
import type { Workspace } from "./workspace.ts"

export type CommandId = keyof (typeof en)["commands"]

type InNotebook = (session: NotebookSession, workspace: Workspace) => void
type InApp = (workspace: Workspace) => void
interface Command {
  readonly inNotebook?: InNotebook
  readonly inApp?: InApp
}

const notebook = (inNotebook: InNotebook): Command => ({ inNotebook })
const app = (inApp: InApp): Command => ({ inApp })
const simple = (operation: Operation): Command => notebook(session => session.dispatch(operation))
const typed = (type: CellType): Command => simple({ op: "setType", type })

/** Runs cells, after asking for trust where the notebook came from elsewhere. */
export function runCells(
  session: NotebookSession,
  workspace: Workspace,
  cells: readonly string[],
  after: "stay" | "next" | "insert" = "stay",
): void {
  const start = () => {
    const messages = cells.map(() => crypto.randomUUID())
    session.dispatch({ op: "run", cells, messages, at: Date.now(), after, id: newId() })
  }
  if (session.store.get().trusted) {
    start()
    return
  }
  const trusted = () => {
    session.dispatch({ op: "trust" })
    start()
  }
  workspace.app.dispatch({ op: "dialog", dialog: { kind: "trust", proceed: trusted } })
}

const chosen = (session: NotebookSession) => selected(session.store.get())
const runSelection = (next: "stay" | "next" | "insert") =>
  notebook((session, workspace) => runCells(session, workspace, chosen(session), next))

const restart = (after: (session: NotebookSession, workspace: Workspace) => void): Command =>
  notebook((session, workspace) => {
    const proceed = () => {
      session.dispatch({ op: "restart", at: Date.now() })
      after(session, workspace)
    }
    workspace.app.dispatch({ op: "dialog", dialog: { kind: "restart", proceed } })
  })

const themes = ["light", "dark", "contrast"] as const

export const commands: Readonly<Record<CommandId, Command>> = {
  "cell.run": runSelection("stay"),
  "cell.runNext": runSelection("next"),
  "cell.runInsert": runSelection("insert"),
  "run.all": notebook((session, workspace) => runCells(session, workspace, session.store.get().order)),
  "run.stale": notebook((session, workspace) => {
    const { order, stale } = session.store.get()
    runCells(
      session,
      workspace,
      order.filter(id => stale.has(id)),
    )
  }),
  "run.above": notebook((session, workspace) => {
    const { order, active } = session.store.get()
    runCells(session, workspace, order.slice(0, order.indexOf(active)))
  }),
  "run.below": notebook((session, workspace) => {
    const { order, active } = session.store.get()
    runCells(session, workspace, order.slice(order.indexOf(active)))
  }),
  "kernel.interrupt": simple({ op: "interrupt" }),
  "kernel.restart": restart(() => {}),
  "kernel.restartRun": restart((session, workspace) => runCells(session, workspace, session.store.get().order)),
  "mode.edit": simple({ op: "setMode", mode: "edit" }),
  "mode.command": simple({ op: "setMode", mode: "command" }),
  "select.up": simple({ op: "step", by: -1 }),
  "select.down": simple({ op: "step", by: 1 }),
  "select.extendUp": simple({ op: "step", by: -1, extend: true }),
  "select.extendDown": simple({ op: "step", by: 1, extend: true }),
  "select.first": simple({ op: "edge", to: "first" }),
  "select.last": simple({ op: "edge", to: "last" }),
  "select.all": simple({ op: "selectAll" }),
  "cell.above": notebook(session => session.dispatch({ op: "insert", where: "above", id: newId() })),
  "cell.below": notebook(session => session.dispatch({ op: "insert", where: "below", id: newId() })),
  "cell.delete": simple({ op: "remove" }),
  "cell.cut": simple({ op: "copy", cut: true }),
  "cell.copy": simple({ op: "copy", cut: false }),
  "cell.paste": notebook(session => paste(session, "below")),
  "cell.pasteAbove": notebook(session => paste(session, "above")),
  "cell.up": simple({ op: "move", to: "up" }),
  "cell.down": simple({ op: "move", to: "down" }),
  "cell.split": notebook(session => session.dispatch({ op: "split", offset: session.cursor(), id: newId() })),
  "cell.merge": simple({ op: "merge", with: "selection" }),
  "cell.code": typed("code"),
  "cell.markdown": typed("markdown"),
  "cell.raw": typed("raw"),
  "cell.heading1": simple({ op: "heading", level: 1 }),
  "cell.heading2": simple({ op: "heading", level: 2 }),
  "cell.heading3": simple({ op: "heading", level: 3 }),
  "fold.source": simple({ op: "fold", what: "source" }),
  "fold.outputs": simple({ op: "fold", what: "outputs" }),
  "fold.allOutputs": simple({ op: "fold", what: "outputs", all: true }),
  "outputs.clear": simple({ op: "clearOutputs", all: false }),
  "outputs.clearAll": simple({ op: "clearOutputs", all: true }),
  "edit.undo": simple({ op: "undo" }),
  "edit.redo": simple({ op: "redo" }),
  "file.save": simple({ op: "save" }),
  "file.new": app(workspace => void workspace.create("")),
  "file.trust": notebook((_, workspace) =>
    workspace.app.dispatch({ op: "dialog", dialog: { kind: "trust", proceed: undefined } }),
  ),
  "file.html": notebook(session => void exportHtml(session)),
  "file.script": notebook(session => exportScript(session)),
  "view.palette": app(workspace => workspace.app.dispatch({ op: "palette", shown: true })),
  "view.files": app(workspace => workspace.app.dispatch({ op: "panel", panel: "files" })),
  "view.outline": app(workspace => workspace.app.dispatch({ op: "panel", panel: "outline" })),
  "view.find": app(workspace => workspace.app.dispatch({ op: "panel", panel: "find" })),
  "view.settings": app(workspace => workspace.app.dispatch({ op: "panel", panel: "settings" })),
  "view.pipeline": app(workspace => workspace.app.dispatch({ op: "right" })),
  "view.theme": app(workspace => {
    const { theme } = workspace.app.get().settings
    const next = themes[(themes.indexOf(theme === "system" ? "light" : theme) + 1) % themes.length]!
    workspace.app.dispatch({ op: "settings", settings: { theme: next } })
  }),
  "view.welcome": app(workspace => workspace.app.dispatch({ op: "welcome" })),
}

function paste(session: NotebookSession, where: "above" | "below"): void {
  const ids = session.store.get().clipboard.map(() => newId())
  session.dispatch({ op: "paste", where, ids })
}

/** Runs a command by its name; one that needs a notebook does nothing where none is open. */
export function perform(id: CommandId, workspace: Workspace): void {
  const { inNotebook, inApp } = commands[id]
  inApp?.(workspace)
  const { current } = workspace.app.get()
  const session = current === undefined ? undefined : workspace.notebook(current)
  if (session !== undefined) inNotebook?.(session, workspace)
}

export const available = (id: CommandId, workspace: Workspace): boolean =>
  commands[id].inApp !== undefined || workspace.current()?.state === "open"
