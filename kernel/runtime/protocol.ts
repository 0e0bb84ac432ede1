import type { CellCache, CellKept } from "../contracts/cell-cache.ts"
import type { ErrorCode, Place } from "../contracts/errors.ts"
import type { ExtensionFailure, ExtensionParams, Loaded } from "../contracts/extension.ts"
import type { MimeBundle } from "../contracts/mime.ts"
import type { Resolved } from "../contracts/secrets.ts"
import type { Header } from "../contracts/stage.ts"

/** What the worker (protocol) and the main thread (user code) say to each other. `run` numbers what runs: one execute or comm message. */
export type ToMain =
  | { type: "execute"; run: number; cell: RunnableCell }
  /** First interrupt: the cell's signal is aborted; answered by "heard" as soon as the main thread is free to hear it. */
  | { type: "abort"; run: number; keepBest: boolean }
  /** The worker has answered for the run by itself; what it still does is nobody's result. */
  | { type: "abandon"; run: number }
  | { type: "exit"; code: number }
  | CommMessage
  /** A question about values; taken up once the main thread is free, and then answered. */
  | { type: "ask"; ask: number; question: Question }

export interface RunnableCell {
  code: string
  url: string
  header: Header | undefined
  /** Top-level names that the cell defines; read after it ran, for its stage's contract. */
  defines: string[]
  /** Expressions to evaluate after the cell, by name. */
  expressions: Record<string, string>
  allowStdin: boolean
  /** Number that the reader knows the cell by. */
  number: number
  /** What the store has to do with the run, where it has. */
  cache?: CellCache | undefined
}

export type FromMain =
  | { type: "ready" }
  | { type: "stream"; run: number; name: StreamName; text: string }
  | {
      type: "display"
      run: number
      bundle: MimeBundle
      metadata: Record<string, unknown>
      displayId?: string
      update: boolean
    }
  | { type: "clear"; run: number; wait: boolean }
  | { type: "input"; run: number; prompt: string; password: boolean }
  | { type: "heard"; run: number; listening: boolean }
  | { type: "late"; run: number; error: Thrown }
  | { type: "settled"; run: number; outcome: Outcome }
  | { type: "exit"; code: number }
  /** This thread has loaded what it computes tensors with. */
  | { type: "computes"; loaded: Loaded }
  /** What it says from now on is to be masked. */
  | { type: "secret"; said: Resolved }
  | CommMessage
  /** The handlers of a comm message are done with it. */
  | { type: "handled"; run: number }
  /** The main thread is free and has begun to answer. */
  | { type: "taken"; ask: number }
  | { type: "answered"; ask: number; answer: Finding }

/** A comm message, either way. Its buffers share their memory with nobody. */
export interface CommMessage {
  type: "comm"
  run: number
  event: "open" | "msg" | "close"
  id: string
  /** Name of the target, for "open"; empty for the others. */
  target: string
  data: unknown
  metadata: Record<string, unknown>
  buffers: Uint8Array<ArrayBuffer>[]
}

export type Question =
  | { about: "list"; names: string[] }
  | { about: "page"; page: ExtensionParams<"variables.page"> }
  | { about: "profile"; profile: ExtensionParams<"variables.profile"> }
  | { about: "bundle"; name: string }
  /** A fingerprint for each of those values that can change in place. */
  | { about: "fingerprints"; names: string[] }
  /** Names of the columns of those values that have any. */
  | { about: "columns"; names: string[] }

export type Finding = { value: unknown } | { error: ExtensionFailure }

export type StreamName = "stdout" | "stderr"

export type Outcome = { expressions: Record<string, ExpressionResult> } & (
  | { status: "ok"; bundle?: MimeBundle; metadata?: Record<string, unknown>; kept?: CellKept }
  | { status: "error"; error: Thrown }
)

export type ExpressionResult =
  | { status: "ok"; data: MimeBundle; metadata: Record<string, unknown> }
  | { status: "error"; ename: string; evalue: string; traceback: string[] }

/** One frame of a stack, as V8 saw it: positions from 1, in the code that ran. */
export interface Frame {
  function: string
  url: string
  line: number
  column: number
}

/** Anything thrown, as data. */
export interface Thrown {
  name: string
  message: string
  frames: Frame[]
  cause?: Thrown
  /** The errors of an AggregateError. */
  errors?: Thrown[]
  code?: ErrorCode
  fix?: string
  place?: Place
  /** The traceback of another language, which stands for all that ours would say. */
  lines?: string[]
}

/** Slots of the shared Int32Array. */
export const shared = {
  /** Bytes of output that the worker has not taken yet. */
  pending: 0,
  /** Raised by one for each answer to prompt(). */
  answered: 1,
  /** 1 once the worker has closed its sockets after process.exit(). */
  closed: 2,
  /** The run whose code asked for its abort signal: only such a run is given time to stop by itself. */
  listening: 3,
  size: 4,
} as const

/** What the main thread gets to talk over, made by whoever starts both threads. */
export interface Wires {
  /** The memory of what is in `transfer` moves with the message. */
  post(message: FromMain, transfer?: ArrayBuffer[]): void
  state: Int32Array
  /** Answers of stdin, read synchronously. */
  answers: import("node:worker_threads").MessagePort
}
