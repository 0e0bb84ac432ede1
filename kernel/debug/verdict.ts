import type { StopReason } from "./dap.ts"

export type ExceptionFilter = "none" | "uncaught" | "all"

/** What the client asked for last: nothing that is still open, one step, or to be stopped wherever the code is. */
export type Wish = "run" | "step" | "pause"

/** One time that V8 stopped, as far as it matters for what to do. */
export interface Paused {
  /** V8's own word. */
  reason: string
  /** Breakpoints there that want to stop now, and whether V8 stopped for any at all. */
  hits: readonly number[]
  hitAny: boolean
  /** V8 expects nobody to catch what was thrown. */
  uncaught: boolean
  /** Does code of the user's catch what was thrown, as far as the code around its frames tells? */
  guarded(): boolean
  /** Is the innermost frame the user's own? Is any? */
  topOwn: boolean
  anyOwn: boolean
  /** Behind the last thing the user wrote in the cell. */
  pastEnd: boolean
}

export type Verdict = { stop: StopReason } | { go: "resume" | "stepOver" | "stepInto" | "stepOut" }

const goOn = { run: "resume", step: "stepOver", pause: "stepInto" } as const satisfies Record<Wish, string>

/** Does this concern the user, and as what? Everything else runs on as if nothing had been. */
export function judge(paused: Paused, wish: Wish, filter: ExceptionFilter): Verdict {
  const { reason, topOwn, anyOwn } = paused
  const thrown = reason === "exception" || reason === "promiseRejection"
  if (thrown && anyOwn && concerns(paused, filter)) return { stop: "exception" }
  if (thrown) return { go: goOn[wish] }
  if (paused.hits.length > 0) return { stop: "breakpoint" }
  if (paused.hitAny && reason !== "step" && reason !== "ambiguous") return { go: goOn[wish] }
  if (!anyOwn) return { go: wish === "pause" ? "stepInto" : "resume" }
  if (wish === "pause") return { stop: "pause" }
  if (!topOwn) return { go: wish === "step" ? "stepOut" : "resume" }
  if (wish === "step" && paused.pastEnd) return { go: "stepOver" }
  return { stop: wish === "step" ? "step" : "breakpoint" }
}

/**
 * Once a cell has awaited, V8 takes the kernel itself, which waits for the cell, for somebody who catches; so what rejects a
 * promise is uncaught where no code of the user's is around it to catch it.
 */
function concerns(paused: Paused, filter: ExceptionFilter): boolean {
  if (filter === "all") return paused.topOwn || paused.uncaught || paused.reason === "promiseRejection"
  if (filter === "uncaught") return paused.uncaught || (paused.reason === "promiseRejection" && !paused.guarded())
  return false
}
