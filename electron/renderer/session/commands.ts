import { type Stage, stages } from "../../../kernel/contracts/stages.ts"
import { recordRun } from "../runs/start.ts"
import type { Panel } from "../state/app.ts"
import type { CellType } from "../state/model.ts"
import type { Operation } from "../state/operations.ts"
import type { en } from "../words/en.ts"
import { paste } from "./clipboard.ts"
import { documentCommandTable } from "./documentcommands.ts"
import { goToMatch } from "./finding.ts"
import { askRename, showUses } from "./names.ts"
import { type NotebookSession, newId } from "./notebook.ts"
import { enter, focusNotebook, nextRegion } from "./regions.ts"
import {
  chooseKernel,
  restart,
  runAll,
  runFrom,
  runNeeded,
  runSelection,
  runStale,
  toggleAutomatic,
} from "./running.ts"
import { startStage } from "./starters.ts"
import type { TextSession } from "./text.ts"
import type { Workspace } from "./workspace.ts"

export type CommandId = keyof (typeof en)["commands"]

type InNotebook = (session: NotebookSession, workspace: Workspace) => void
type InApp = (workspace: Workspace) => void
export interface Command {
  readonly inNotebook?: InNotebook
  readonly inText?: (session: TextSession) => void
  readonly inApp?: InApp
}

const notebook = (inNotebook: InNotebook): Command => ({ inNotebook })
const app = (inApp: InApp): Command => ({ inApp })
const simple = (operation: Operation): Command => notebook(session => session.dispatch(operation))
const typed = (type: CellType): Command => simple({ op: "setType", type })
const heading = (level: number): Command => simple({ op: "heading", level })
const running = (after: "stay" | "next" | "insert"): Command =>
  notebook((session, workspace) => runSelection(session, workspace, after))
/** Opens a panel with the focus in it, or closes it and goes back to the notebook. */
const panel = (name: Panel): Command =>
  app(workspace => {
    workspace.app.dispatch({ op: "panel", panel: name })
    if (workspace.app.get().panel === name) enter("aside.side-panel")
    else focusNotebook()
  })
const matching = (step: number): Command => notebook((session, workspace) => void goToMatch(session, workspace, step))
const toggled = (setting: "lineNumbers" | "wordWrap"): Command =>
  app(workspace => {
    const { settings } = workspace.app.get()
    workspace.app.dispatch({ op: "settings", settings: { [setting]: !settings[setting] } })
  })

const themes = ["light", "dark", "contrast"] as const
type StageCommand = `stage.${Stage}`
const starting = Object.fromEntries(
  stages.map(stage => [`stage.${stage}`, notebook(session => startStage(session, stage))]),
) as Record<StageCommand, Command>

export const commands: Readonly<Record<CommandId, Command>> = {
  "cell.run": running("stay"),
  "cell.runNext": running("next"),
  "cell.runInsert": running("insert"),
  "run.all": notebook(runAll),
  "run.stale": notebook(runStale),
  "run.automatic": notebook(toggleAutomatic),
  "run.needed": notebook((session, workspace) => runNeeded(session, workspace)),
  "run.above": notebook((session, workspace) => runFrom(session, workspace, "above")),
  "run.below": notebook((session, workspace) => runFrom(session, workspace, "below")),
  "kernel.interrupt": simple({ op: "interrupt" }),
  "kernel.restart": notebook((session, workspace) => restart(session, workspace)),
  "kernel.restartRun": notebook((session, workspace) => restart(session, workspace, () => runAll(session, workspace))),
  "kernel.choose": notebook((session, workspace) => void chooseKernel(session, workspace)),
  "mode.edit": simple({ op: "setMode", mode: "edit" }),
  "mode.command": simple({ op: "setMode", mode: "command" }),
  "select.up": simple({ op: "step", by: -1 }),
  "select.down": simple({ op: "step", by: 1 }),
  "select.extendUp": simple({ op: "step", by: -1, extend: true }),
  "select.extendDown": simple({ op: "step", by: 1, extend: true }),
  "select.first": simple({ op: "edge", to: "first" }),
  "select.last": simple({ op: "edge", to: "last" }),
  "select.extendFirst": simple({ op: "edge", to: "first", extend: true }),
  "select.extendLast": simple({ op: "edge", to: "last", extend: true }),
  "select.all": simple({ op: "selectAll" }),
  "scroll.down": notebook((_, workspace) => workspace.scroll(1)),
  "scroll.up": notebook((_, workspace) => workspace.scroll(-1)),
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
  "cell.mergeAbove": simple({ op: "merge", with: "above" }),
  "cell.code": typed("code"),
  "cell.markdown": typed("markdown"),
  "cell.raw": typed("raw"),
  "cell.heading1": heading(1),
  "cell.heading2": heading(2),
  "cell.heading3": heading(3),
  "cell.heading4": heading(4),
  "cell.heading5": heading(5),
  "cell.heading6": heading(6),
  "fold.source": simple({ op: "fold", what: "source" }),
  "fold.outputs": simple({ op: "fold", what: "outputs" }),
  "fold.allOutputs": simple({ op: "fold", what: "outputs", all: true }),
  "fold.section": simple({ op: "foldSection", folded: true }),
  "unfold.section": simple({ op: "foldSection", folded: false }),
  "outputs.scroll": simple({ op: "scrollOutputs" }),
  "outputs.clear": simple({ op: "clearOutputs", all: false }),
  "outputs.clearAll": simple({ op: "clearOutputs", all: true }),
  "edit.undo": simple({ op: "undo" }),
  "edit.redo": simple({ op: "redo" }),
  "find.next": matching(1),
  "find.previous": matching(-1),
  "language.definition": notebook(session => session.act("editor.action.revealDefinition")),
  "language.info": notebook(session => session.act("editor.action.showHover")),
  "language.references": notebook((session, workspace) => void showUses(session, workspace)),
  "language.rename": notebook((session, workspace) => void askRename(session, workspace)),
  ...documentCommandTable,
  "file.new": app(workspace => void workspace.create("")),
  "file.trust": notebook((_, workspace) =>
    workspace.app.dispatch({ op: "dialog", dialog: { kind: "trust", proceed: undefined } }),
  ),
  "view.palette": app(workspace => workspace.app.dispatch({ op: "palette", shown: true })),
  "view.keys": app(workspace => workspace.app.dispatch({ op: "dialog", dialog: { kind: "keys" } })),
  "view.files": panel("files"),
  "view.outline": panel("outline"),
  "view.find": {
    // A text is searched in its editor.
    inText: session => session.act("editor.action.startFindReplaceAction"),
    inApp: workspace => {
      if (workspace.current()?.state === "text") return
      if (workspace.app.get().panel !== "find") workspace.app.dispatch({ op: "panel", panel: "find" })
      workspace.focusFind()
    },
  },
  "view.runs": panel("runs"),
  "view.compareRuns": app(workspace => workspace.app.dispatch({ op: "runs", view: { open: undefined } })),
  "run.record": notebook((session, workspace) =>
    recordRun(session, workspace, open => workspace.app.dispatch({ op: "runs", view: { open } })),
  ),
  "view.deployments": panel("deployments"),
  "view.plugins": panel("plugins"),
  "view.settings": panel("settings"),
  "view.pipeline": app(workspace => {
    workspace.app.dispatch({ op: "right" })
    if (workspace.app.get().right) enter("aside.right-panel")
    else focusNotebook()
  }),
  "view.lineNumbers": toggled("lineNumbers"),
  "view.wordWrap": toggled("wordWrap"),
  "view.nextRegion": app(() => nextRegion(1)),
  "view.previousRegion": app(() => nextRegion(-1)),
  "view.theme": app(workspace => {
    const { theme } = workspace.app.get().settings
    const next = themes[(themes.indexOf(theme === "system" ? "light" : theme) + 1) % themes.length]!
    workspace.app.dispatch({ op: "settings", settings: { theme: next } })
  }),
  "view.welcome": app(workspace => workspace.app.dispatch({ op: "welcome" })),
  ...starting,
}

/** While a notebook is compared, or the runs are looked at, it is not seen: what would change its cells waits. */
const unseen = (id: CommandId, workspace: Workspace): boolean => {
  const { compare, runs } = workspace.app.get()
  return (compare !== undefined || runs !== undefined) && !/^(?:file|compare|view|kernel)\./.test(id)
}

/** Runs a command by its name; one that needs a document does nothing where none is open, nor does one that is not known. */
export function perform(id: CommandId, workspace: Workspace): void {
  if (!available(id, workspace)) return
  const { inNotebook, inText, inApp } = commands[id]
  const current = workspace.current()
  inApp?.(workspace)
  if (current?.state === "open") inNotebook?.(current.session, workspace)
  if (current?.state === "text") inText?.(current.session)
}

export function available(id: CommandId, workspace: Workspace): boolean {
  const { inNotebook, inText, inApp } = commands[id] ?? {}
  const state = workspace.current()?.state
  if (inApp !== undefined || (state === "text" && inText !== undefined)) return true
  return state === "open" && inNotebook !== undefined && !unseen(id, workspace)
}
