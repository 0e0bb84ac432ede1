import { Breakpoints } from "./breakpoints.ts"
import type { DebugCell, Position } from "./cell.ts"
import type { Breakpoint, StoppedBody } from "./dap.ts"
import { Pauses } from "./pauses.ts"
import { Scripts } from "./scripts.ts"
import type { Target } from "./target.ts"
import type { Variables } from "./variables.ts"

/** How far up the callers of an `await` are followed. */
const asyncDepth = 16

export interface AttachedEdges {
  cellAt(url: string): DebugCell | undefined
  plain(code: string): string
  isGuarded(source: string, position: Position): boolean
  stopped(body: StoppedBody): void
  continued(): void
  moved(breakpoint: Breakpoint): void
}

/** Debugging that is on: V8 stops where it is told to. Off, there is no such object and V8's debugger is not even enabled. */
export interface Attached {
  breakpoints: Breakpoints
  pauses: Pauses
  scripts: Scripts
}

export async function attach(target: Target, variables: Variables, edges: AttachedEdges): Promise<Attached> {
  const scripts = new Scripts()
  const breakpoints = new Breakpoints(target, edges)
  const pauses = new Pauses(target, scripts, breakpoints, {
    ...edges,
    continued() {
      void variables.clear().catch(() => {})
      edges.continued()
    },
  })
  target.on("Debugger.scriptParsed", ({ scriptId, url }) => scripts.parsed(scriptId, url))
  target.on("Debugger.breakpointResolved", ({ breakpointId, location }) => {
    const moved = breakpoints.resolved(breakpointId, location.lineNumber + 1)
    if (moved !== undefined) edges.moved(moved)
  })
  await target.post("Debugger.enable")
  await target.post("Debugger.setAsyncCallStackDepth", { maxDepth: asyncDepth })
  await pauses.watchExceptions("none")
  return { breakpoints, pauses, scripts }
}
