import type { Contents } from "../jupyter/rest.ts"
import type { Dialog } from "../state/app.ts"
import { newCell } from "../state/file.ts"
import { merge } from "../state/merge.ts"
import type { Document, NotebookState } from "../state/model.ts"
import { newId } from "./ids.ts"
import type { NotebookSession } from "./notebook.ts"
import type { TextSession } from "./text.ts"

type Conflict = Extract<Dialog, { kind: "conflict" }>
type Show = (dialog: Dialog | undefined) => void

/** Asks once which version of a notebook counts, where their cells differ; every answer leaves the other one where undo or the file has it. */
export function askNotebook(session: NotebookSession, theirs: NotebookState, show: Show): void {
  const { document, changed, here, there, clashes } = merge(session.saving.base, session.store.get(), theirs, newId)
  const ours: Document = { order: session.store.get().order, cells: session.store.get().cells }
  const follow = () => {
    session.saving.startFrom(theirs)
    session.dispatch({ op: "loaded", state: theirs })
  }
  const overTheirs = (wanted: Document) => {
    follow()
    session.dispatch({ op: "adopt", document: wanted })
    session.dispatch({ op: "save" })
  }
  const choices: Record<Conflict["choices"][number], () => void> = {
    theirs: follow,
    mine: () => overTheirs(ours),
    merge: () => overTheirs(document.order.length > 0 ? document : oneEmpty()),
  }
  const answer = (choice: keyof typeof choices) => {
    show(undefined)
    choices[choice]()
  }
  // Only outputs differ: each cell's newest are taken, and there is nothing to decide.
  if (changed === 0) choices.merge()
  else show({ kind: "conflict", here, there, clashes, choices: ["theirs", "mine", "merge"], answer })
}

/** The same for a text file, which is not merged. */
export function askText(session: TextSession, theirs: Contents, show: Show): void {
  const choices = { theirs: () => session.take(theirs), mine: () => void session.save(true) }
  const answer = (choice: Conflict["choices"][number]) => {
    show(undefined)
    if (choice === "theirs" || choice === "mine") choices[choice]()
  }
  show({ kind: "conflict", here: 0, there: 0, clashes: 0, choices: ["theirs", "mine"], answer })
}

function oneEmpty(): Document {
  const id = newId()
  return { order: [id], cells: new Map([[id, newCell(id, "code")]]) }
}
