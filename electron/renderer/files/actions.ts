import type { Entry } from "../jupyter/rest.ts"
import type { Workspace } from "../session/workspace.ts"
import { nameOf } from "./paths.ts"

export interface FileAction {
  readonly id: "open" | "rename" | "duplicate" | "download" | "remove"
  /** The key of the keyboard that does it, as DOM names it. */
  readonly key: string | undefined
  run(): void
}

/** Asks before a file or folder is deleted. */
export function askDelete(workspace: Workspace, { path, type }: Entry): void {
  const words = workspace.words()
  const dialog = {
    kind: "confirm" as const,
    title: words.deleteTitle(nameOf(path)),
    text: type === "directory" ? words.deleteFolderText : words.deleteText,
    action: words.remove,
    proceed: () => void workspace.files.remove(path),
  }
  workspace.app.dispatch({ op: "dialog", dialog })
}

export function download(workspace: Workspace, path: string): void {
  const link = document.createElement("a")
  link.href = workspace.rest.address(path, true)
  link.download = nameOf(path)
  link.click()
}

/** What can be done with an entry of the tree, in the order of its menu. */
export function actionsOf(workspace: Workspace, entry: Entry): readonly FileAction[] {
  const { files } = workspace
  const { path } = entry
  const folder = entry.type === "directory"
  const open = () => (folder ? files.toggle(path) : void workspace.open(path))
  const all: readonly (FileAction | false)[] = [
    { id: "open", key: "Enter", run: open },
    { id: "rename", key: "F2", run: () => files.set({ renaming: path }) },
    !folder && { id: "duplicate", key: undefined, run: () => void files.duplicate(path) },
    !folder && { id: "download", key: undefined, run: () => download(workspace, path) },
    { id: "remove", key: "Delete", run: () => askDelete(workspace, entry) },
  ]
  return all.filter(action => action !== false)
}
