import type { Debugger as V8 } from "node:inspector"
import type { Breakpoints } from "./breakpoints.ts"
import { type DebugCell, isPastEnd, type Position } from "./cell.ts"
import { Refusal, type StoppedBody, type StopReason, threadId } from "./dap.ts"
import { readText } from "./files.ts"
import { pathOfUrl } from "./location.ts"
import { foreignPatterns, type Scripts } from "./scripts.ts"
import { type Frame, framesOf } from "./stack.ts"
import type { Target } from "./target.ts"
import { textOf, typeOf } from "./values.ts"
import { type ExceptionFilter, judge, type Wish } from "./verdict.ts"

export interface PauseEdges {
  cellAt(url: string): DebugCell | undefined
  /** Is a place in a text inside something that catches what is thrown there? */
  isGuarded(source: string, position: Position): boolean
  stopped(body: StoppedBody): void
  continued(): void
}

export interface Thrown {
  type: string
  text: string
  stack: string
}

const descriptions: Record<StopReason, string> = {
  breakpoint: "Stopped at a breakpoint",
  step: "Stopped after a step",
  exception: "Stopped at an exception",
  pause: "Stopped on demand",
}

/** Where the code stands, and how it goes on: of all the times that V8 stops, those that the user asked for. */
export class Pauses {
  readonly #target: Target
  readonly #scripts: Scripts
  readonly #breakpoints: Breakpoints
  readonly #edges: PauseEdges
  #frames = new Map<number, Frame>()
  #frameIds = 0
  /** The step that is being made: from where, and whether it has led through code that is not the user's own. */
  #step: { method: "stepOver" | "stepInto" | "stepOut"; from: string; through: boolean } | undefined
  /** How many of the user's calls stood on each other at the latest stop. */
  #depth = 0
  #wish: Wish = "run"
  #filter: ExceptionFilter = "none"
  #thrown: Thrown | undefined

  constructor(target: Target, scripts: Scripts, breakpoints: Breakpoints, edges: PauseEdges) {
    this.#target = target
    this.#scripts = scripts
    this.#breakpoints = breakpoints
    this.#edges = edges
    target.on("Debugger.paused", params => this.#paused(params))
    target.on("Debugger.resumed", () => this.#resumed())
  }

  get isStopped(): boolean {
    return this.#frames.size > 0
  }

  /** The frames of this stop by id, innermost first. */
  get frames(): ReadonlyMap<number, Frame> {
    return this.#frames
  }

  get thrown(): Thrown | undefined {
    return this.#thrown
  }

  /** @throws Refusal for a frame of an earlier stop */
  frame(id: number): Frame {
    const frame = this.#frames.get(id)
    if (frame === undefined) throw new Refusal("This frame is gone: the code has run on.")
    return frame
  }

  async watchExceptions(filter: ExceptionFilter): Promise<void> {
    this.#filter = filter
    // Which of them are uncaught is judged here: V8 alone does not see past an await at the top of a cell.
    await this.#target.post("Debugger.setPauseOnExceptions", { state: filter === "none" ? "none" : "all" })
    // V8 does not stop for what is thrown in scripts that it passes over, be it the user's call that made them throw.
    await this.#target.post("Debugger.setBlackboxPatterns", { patterns: filter === "none" ? foreignPatterns : [] })
  }

  /** @throws Refusal where the code is not stopped */
  async go(method: "resume" | "stepOver" | "stepInto" | "stepOut"): Promise<void> {
    if (!this.isStopped) throw new Refusal("The code is not stopped.")
    this.#wish = method === "resume" ? "run" : "step"
    this.#step = method === "resume" ? undefined : { method, from: placeOf([...this.#frames.values()]), through: false }
    await this.#target.post(`Debugger.${method}`)
  }

  async pause(): Promise<void> {
    if (this.isStopped) return
    this.#wish = "pause"
    await this.#target.post("Debugger.pause")
  }

  /** Ends the stop and the code that stands there. */
  async terminate(): Promise<void> {
    if (!this.isStopped) return
    this.#wish = "run"
    // Answered only once the code has ended, which it cannot before it goes on.
    const ended = this.#target.post("Runtime.terminateExecution")
    await this.#target.post("Debugger.resume").catch(() => {})
    await ended
  }

  #paused(params: V8.PausedEventDataType): void {
    const { reason, hitBreakpoints = [] } = params
    const frames = framesOf(params, this.#scripts, url => this.#edges.cellAt(url))
    const top = frames[0]?.call === undefined ? undefined : frames[0]
    const hits = this.#breakpoints.hit(hitBreakpoints)
    const data = params.data as { uncaught?: boolean } | undefined
    let verdict = judge(
      {
        reason,
        hits,
        hitAny: hitBreakpoints.length > 0,
        uncaught: data?.uncaught === true,
        guarded: () => frames.some(frame => this.#isGuarded(frame)),
        topOwn: top !== undefined && top.call === params.callFrames[0],
        anyOwn: top !== undefined,
        // Back from a function, there is still the line that called it to show.
        pastEnd: this.#depth === 1 && top?.cell !== undefined && isPastEnd(top.cell, top.code),
      },
      this.#wish,
      this.#filter,
    )
    if ("go" in verdict && verdict.go === "stepOut" && this.#step !== undefined) this.#step.through = true
    // Back from such code on the line that the step began on: the reader has seen nothing happen yet.
    if ("stop" in verdict && verdict.stop === "step" && this.#step?.through && this.#step.from === placeOf(frames)) {
      this.#step.through = false
      verdict = { go: this.#step.method }
    }
    if ("go" in verdict) {
      if (verdict.go === "resume") this.#wish = "run"
      void this.#target.post(`Debugger.${verdict.go}`).catch(() => {})
      return
    }
    this.#wish = "run"
    this.#depth = frames.filter(({ call }) => call !== undefined).length
    this.#frames = new Map(frames.map(frame => [++this.#frameIds, frame]))
    this.#thrown = verdict.stop === "exception" ? thrownOf(params.data) : undefined
    this.#edges.stopped({
      reason: verdict.stop,
      description: descriptions[verdict.stop],
      ...(this.#thrown === undefined ? {} : { text: this.#thrown.text }),
      threadId,
      allThreadsStopped: true,
      ...(hits.length === 0 ? {} : { hitBreakpointIds: hits }),
    })
  }

  #resumed(): void {
    if (!this.isStopped) return
    this.#frames = new Map()
    this.#thrown = undefined
    this.#edges.continued()
  }

  #isGuarded({ url, cell, source }: Frame): boolean {
    const text = cell?.source ?? readText(pathOfUrl(url))
    return text !== undefined && this.#edges.isGuarded(text, source)
  }
}

/** Which call and line of it the innermost frame stands on. */
const placeOf = (frames: readonly Frame[]): string => {
  const running = frames.filter(({ call }) => call !== undefined)
  return `${running.length} ${running[0]?.url} ${running[0]?.name} ${running[0]?.source.line}`
}

function thrownOf(data: object | undefined): Thrown {
  const value = data as import("node:inspector").Runtime.RemoteObject
  return { type: typeOf(value), text: textOf(value), stack: value.description ?? "" }
}
