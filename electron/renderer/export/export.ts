import { nameOf, splitName } from "../files/paths.ts"
import type { NotebookSession } from "../session/notebook.ts"
import type { Workspace } from "../session/workspace.ts"
import { toFile } from "../state/file.ts"
import { mountPrint } from "./mount.tsx"
import { pageOf } from "./page.ts"
import { printPage } from "./print.ts"

const endings = { percent: ".ts", plain: ".plain.ts", ipynb: ".ipynb" } as const
const types = { percent: "text/typescript", plain: "text/typescript", ipynb: "application/x-ipynb+json" } as const

const titled = (session: NotebookSession, ending: string): string => {
  const [stem] = splitName(nameOf(session.store.get().path))
  return `${stem}${ending}`
}

/** Does it, with a word that it is under way, and says what went wrong. */
async function telling(workspace: Workspace, work: () => Promise<void>): Promise<void> {
  const words = workspace.words()
  workspace.say(words.exporting)
  try {
    await work()
  } catch (cause) {
    workspace.problem(words.exportFailed, cause)
  } finally {
    workspace.say("")
  }
}

/** A page of its own with everything in it, in which nothing of the notebook runs. */
export const exportHtml = (session: NotebookSession, workspace: Workspace): Promise<void> =>
  telling(workspace, async () => {
    const mounted = await mountPrint(session, workspace)
    try {
      offer(pageOf(mounted.node, session.store.get().path), titled(session, ".html"), "text/html")
    } finally {
      mounted.remove()
    }
  })

/** The whole notebook on paper: by the shell where it can write a PDF, else by the browser's own printing. */
export const exportPdf = (session: NotebookSession, workspace: Workspace): Promise<void> =>
  telling(workspace, async () => {
    const mounted = await mountPrint(session, workspace)
    await printPage(titled(session, ".pdf"), mounted.remove)
  })

/** The notebook in another form of text, as the host writes it. */
export const exportText = (session: NotebookSession, workspace: Workspace, form: keyof typeof endings): Promise<void> =>
  telling(workspace, async () => {
    const text = await workspace.rest.script(toFile(session.store.get()), form)
    offer(text, titled(session, endings[form]), types[form])
  })

function offer(text: string, name: string, type: string): void {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
