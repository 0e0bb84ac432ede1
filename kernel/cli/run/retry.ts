import { setTimeout as pause } from "node:timers/promises"
import type { ErrorCode } from "../../contracts/errors.ts"
import type { Failure } from "./failure.ts"

/** Failures that another attempt cannot mend: what is wrong is in the notebook, or was asked for. */
const final: ReadonlySet<ErrorCode> = new Set([
  "GATE_NOT_MET",
  "INTERRUPTED",
  "SYNTAX_ERROR",
  "UNKNOWN_HEADER",
  "HEADER_INVALID",
  "CONTRACT_NOT_MET",
  "SHAPE_MISMATCH",
  "MODULE_NOT_FOUND",
  "PLUGIN_NOT_FOUND",
  "PLUGIN_INVALID",
  "DATASET_NOT_FOUND",
  "STDIN_NOT_ALLOWED",
  "KERNEL_NOT_FOUND",
])

export const isWorthRetrying = ({ code }: Pick<Failure, "code">): boolean => !final.has(code)

const longest = 60

/** Seconds to wait after a failed attempt (the first is 1): twice as long each time, up to a minute, and never all at one moment. */
export const backoff = (attempt: number, random: () => number = Math.random): number =>
  Math.min(longest, 2 ** (attempt - 1)) * (0.5 + random() / 2)

/** Waits so many seconds, or until it is interrupted. */
export const wait = (seconds: number, signal: AbortSignal): Promise<void> =>
  pause(seconds * 1000, undefined, { signal }).catch(() => undefined)
