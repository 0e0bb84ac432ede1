import { isAutomatic } from "../state/automatic.ts"
import { selected } from "../state/document.ts"
import { neededFor } from "../state/standing.ts"
import { type NotebookSession, newId } from "./notebook.ts"
import type { Workspace } from "./workspace.ts"

/** Runs cells, after asking for trust where the notebook came from elsewhere. */
export function runCells(
  session: NotebookSession,
  workspace: Workspace,
  cells: readonly string[],
  after: "stay" | "next" | "insert" = "stay",
): void {
  const start = () => {
    const messages = cells.map(() => crypto.randomUUID())
    session.automatic.asked(cells)
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

export const runSelection = (session: NotebookSession, workspace: Workspace, after: "stay" | "next" | "insert"): void =>
  runCells(session, workspace, selected(session.store.get()), after)

/** From now on, what depends on a cell runs after it by itself; or again waits to be asked. */
export const toggleAutomatic = (session: NotebookSession): void =>
  session.dispatch({ op: "rerun", automatic: !isAutomatic(session.store.get()) })

export function runStale(session: NotebookSession, workspace: Workspace): void {
  const { order, stale } = session.store.get()
  runCells(
    session,
    workspace,
    order.filter(id => stale.has(id)),
  )
}

/** Runs the chosen cell after all that it needs and that the kernel does not hold as it is now. */
export const runNeeded = (session: NotebookSession, workspace: Workspace, cell = session.store.get().active): void =>
  runCells(session, workspace, neededFor(session.store.get(), cell))

export const runAll = (session: NotebookSession, workspace: Workspace): void =>
  runCells(session, workspace, session.store.get().order)

export function runFrom(session: NotebookSession, workspace: Workspace, which: "above" | "below"): void {
  const { order, active } = session.store.get()
  const at = order.indexOf(active)
  runCells(session, workspace, which === "above" ? order.slice(0, at) : order.slice(at))
}

/** Restarts the kernel, after asking: what it holds in memory is lost. */
export function restart(session: NotebookSession, workspace: Workspace, after: () => void = () => {}): void {
  const proceed = () => {
    session.dispatch({ op: "restart", at: Date.now() })
    // What is sent before the new kernel is there would go down with the old one.
    void session.ready().then(after)
  }
  // A kernel that is gone has nothing more to lose.
  if (session.store.get().kernel.status === "dead") proceed()
  else workspace.app.dispatch({ op: "dialog", dialog: { kind: "restart", proceed } })
}

export async function chooseKernel(session: NotebookSession, workspace: Workspace): Promise<void> {
  const { kernelspecs } = await workspace.rest.specs()
  const kernels = Object.values(kernelspecs).map(({ name, spec }) => ({
    name,
    title: spec.display_name,
    now: name === session.store.get().kernel.name,
  }))
  const take = (name: string) => {
    const spec = kernelspecs[name]?.spec
    workspace.app.dispatch({ op: "dialog", dialog: undefined })
    // The kernel that is there keeps what it holds.
    const { kernel } = session.store.get()
    if (name === kernel.name && kernel.status !== "dead") return
    if (spec !== undefined) void session.chooseKernel(name, spec.display_name, spec.language)
  }
  workspace.app.dispatch({ op: "dialog", dialog: { kind: "kernel", kernels, choose: take } })
}
