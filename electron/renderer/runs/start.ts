import type { RunName } from "../jupyter/runs.ts"
import type { NotebookSession } from "../session/notebook.ts"
import type { Workspace } from "../session/workspace.ts"

/** Saves a notebook and starts a recorded run of its file, after asking for trust where it came from elsewhere. */
export function recordRun(session: NotebookSession, workspace: Workspace, begun: (run: RunName) => void): void {
  const start = async () => {
    if (!(await saved(session))) return
    begun(await workspace.rest.startRun(session.store.get().path))
  }
  const starting = () => void start().catch(cause => workspace.problem(workspace.words().records.notStarted, cause))
  const proceed = () => {
    session.dispatch({ op: "trust" })
    starting()
  }
  if (session.store.get().trusted) starting()
  else workspace.app.dispatch({ op: "dialog", dialog: { kind: "trust", proceed } })
}

/** Whether the notebook stands in its file. Where it cannot be saved, the page says so already. */
function saved(session: NotebookSession): Promise<boolean> {
  const { store } = session
  if (store.get().saved === "clean") return Promise.resolve(true)
  session.dispatch({ op: "save", checkpoint: false })
  return new Promise(resolve => {
    const stop = store.subscribe(() => {
      const { saved } = store.get()
      if (saved === "saving" || saved === "dirty") return
      stop()
      resolve(saved === "clean")
    })
  })
}
