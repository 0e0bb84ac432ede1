/** The parts of the Debug Adapter Protocol that the kernel speaks. Lines and columns count from 1. */

export interface Response {
  type: "response"
  seq: number
  request_seq: number
  success: boolean
  command: string
  message?: string
  body: object
}

export type DebugEvent = { seq: number; type: "event" } & (
  | { event: "initialized" | "terminated" }
  | { event: "stopped"; body: StoppedBody }
  | { event: "continued"; body: { threadId: number; allThreadsContinued: boolean } }
  | { event: "breakpoint"; body: { reason: "changed"; breakpoint: Breakpoint } }
)

export interface StoppedBody {
  reason: StopReason
  description: string
  text?: string
  threadId: number
  allThreadsStopped: true
  hitBreakpointIds?: number[]
}

export type StopReason = "breakpoint" | "step" | "exception" | "pause"

export interface Source {
  name: string
  path: string
}

export interface Breakpoint {
  id: number
  verified: boolean
  line: number
  source: Source
  message?: string
}

export interface StackFrame {
  id: number
  name: string
  source?: Source
  line: number
  column: number
  presentationHint?: "normal" | "label" | "subtle"
}

export interface Scope {
  name: string
  presentationHint?: "locals" | "globals"
  variablesReference: number
  expensive: boolean
}

export interface Variable {
  name: string
  value: string
  type?: string
  /** 0 where there is nothing to open. */
  variablesReference: number
  namedVariables?: number
  indexedVariables?: number
  evaluateName?: string
  presentationHint?: { kind?: string; lazy?: boolean }
}

/** V8 runs the user's code on one thread. */
export const threadId = 1

/** A request that cannot be met, for a reason that the reader of the answer can act on. */
export class Refusal extends Error {
  override readonly name = "Refusal"
}
