import { nameProblem } from "../files/names.ts"
import { folderOf, isNotebookName, nameOf, splitName } from "../files/paths.ts"
import type { Side } from "../state/app.ts"
import { toFile } from "../state/file.ts"
import type { Command } from "./commands.ts"
import type { NotebookSession } from "./notebook.ts"
import { factsOf } from "./saving.ts"
import type { Workspace } from "./workspace.ts"

const exports = () => import("../export/export.ts")

const compare = (side: Side): Command => ({
  inNotebook: (_, workspace) => workspace.app.dispatch({ op: "compare", side }),
})

/** Commands about files: saving, other forms, versions. */
export const documentCommandTable = {
  "file.save": {
    inNotebook: session => session.dispatch({ op: "save", checkpoint: true }),
    inText: session => void session.save(),
  },
  "file.saveAs": { inNotebook: (session, workspace) => saveAs(session, workspace) },
  "file.newScript": { inApp: workspace => void workspace.create("", { ext: ".kaon.ts" }) },
  "file.html": {
    inNotebook: (session, workspace) => void exports().then(found => found.exportHtml(session, workspace)),
  },
  "file.pdf": { inNotebook: (session, workspace) => void exports().then(found => found.exportPdf(session, workspace)) },
  "file.script": {
    inNotebook: (session, workspace) => void exports().then(found => found.exportText(session, workspace, "percent")),
  },
  "file.plain": {
    inNotebook: (session, workspace) => void exports().then(found => found.exportText(session, workspace, "plain")),
  },
  "file.ipynb": {
    inNotebook: (session, workspace) => void exports().then(found => found.exportText(session, workspace, "ipynb")),
  },
  "compare.checkpoint": compare("checkpoint"),
  "compare.head": compare("head"),
  "compare.disk": compare("disk"),
  "compare.close": {
    inNotebook: (_, workspace) => workspace.app.dispatch({ op: "compare", side: undefined }),
  },
} as const satisfies Record<string, Command>

/** Asks for another path, in either form; the notebook, its outputs and its kernel go there, the old file stays as it is. */
export function saveAs(session: NotebookSession, workspace: Workspace): void {
  const { path } = session.store.get()
  const [stem, ending] = splitName(path)
  const other = ending === ".ipynb" ? ".kaon.ts" : ".ipynb"
  const save = (to: string) => saveTo(session, workspace, to.replace(/^\/+|\/+$/g, ""))
  workspace.app.dispatch({ op: "dialog", dialog: { kind: "saveAs", path: `${stem}${other}`, save } })
}

/** Undefined where it went well, else why it did not, in words. */
async function saveTo(session: NotebookSession, workspace: Workspace, path: string): Promise<string | undefined> {
  const words = workspace.words()
  const problem = nameProblem(nameOf(path), [], words)
  if (problem !== undefined) return problem
  if (!isNotebookName(path) && !/\.ts$/.test(path)) return words.saveAsHelp
  const state = session.store.get()
  try {
    const beside = await workspace.rest.list(folderOf(path))
    if (beside.some(({ name }) => name === nameOf(path))) return words.names.taken(nameOf(path))
    const entry = await workspace.rest.save(path, toFile(state))
    await workspace.follow(state.path, path)
    session.saving.startFrom(state)
    session.dispatch({ op: "saveDone", revision: state.revision, file: factsOf(entry) })
    void workspace.files.look()
    return undefined
  } catch (cause) {
    const fix = cause instanceof Error && "fix" in cause ? ` ${cause.fix ?? ""}` : ""
    return `${cause instanceof Error ? cause.message : String(cause)}${fix}`.trim()
  }
}
