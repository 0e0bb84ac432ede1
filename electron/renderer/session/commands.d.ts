import type { en } from "../words/en.ts"
import { type NotebookSession } from "./notebook.ts"
import type { Workspace } from "./workspace.ts"
export type CommandId = keyof (typeof en)["commands"]
type InNotebook = (session: NotebookSession, workspace: Workspace) => void
type InApp = (workspace: Workspace) => void
interface Command {
  readonly inNotebook?: InNotebook
  readonly inApp?: InApp
}
/** Runs cells, after asking for trust where the notebook came from elsewhere. */
export declare function runCells(
  session: NotebookSession,
  workspace: Workspace,
  cells: readonly string[],
  after?: "stay" | "next" | "insert",
): void
export declare const commands: Readonly<Record<CommandId, Command>>
/** Runs a command by its name; one that needs a notebook does nothing where none is open. */
export declare function perform(id: CommandId, workspace: Workspace): void
export declare const available: (id: CommandId, workspace: Workspace) => boolean
