import type { Execution, OutputMessage } from "../../client/index.ts"
import type { CellCache } from "../../contracts/cell-cache.ts"
import { mimeTypes, progressSchema } from "../../contracts/mime.ts"
import type { RunEvent } from "../../contracts/run.ts"
import { applyOutput, type CellOutputs, noOutputs } from "../../notebook/outputs.ts"
import { type Failure, failureFrom, failureOf } from "./failure.ts"
import { timeLimit, tooLong } from "./limit.ts"
import { backoff, isWorthRetrying, wait } from "./retry.ts"
import { described, type Step } from "./steps.ts"
import { duration } from "./summary.ts"

/** What a run needs of a kernel. */
export interface Executor {
  execute(
    code: string,
    options: { metadata: Record<string, unknown>; onOutput: (message: OutputMessage) => void; collect: false },
  ): Promise<Execution>
  interrupt(): Promise<void>
  /** Ends the kernel at once; what runs rejects. */
  shutdown(patience?: number): Promise<void>
}

export interface RunOptions {
  steps: readonly Step[]
  emit: (event: RunEvent) => void
  /** Aborted when the user interrupted: the run ends after the step that runs, whatever became of it. */
  interrupted: AbortSignal
  /** Seconds that one step may take, where its header does not say. */
  timeout: number | undefined
  /** How often a step that failed is tried again, where its header does not say. */
  retries?: number
  /** Waits between attempts. */
  pause?: (seconds: number, signal: AbortSignal) => Promise<void>
  clock?: () => number
}

/** What came of the steps of a run. */
export interface Ran {
  outcome: "done" | "failed" | "gate" | "interrupted"
  failure: Failure | undefined
  /** By cell id, of the cells that ran. */
  cells: Map<string, { outputs: CellOutputs; executionCount: number | null }>
}

/** Executes the steps in order and stops at the first that fails. Never rejects: a kernel that dies is a failure too. */
export async function runSteps(kernel: Executor, options: RunOptions): Promise<Ran> {
  const { steps, interrupted } = options
  const ran: Ran = { outcome: "done", failure: undefined, cells: new Map() }
  for (const step of steps) {
    const { failure } = await runStep(kernel, step, options, ran)
    if (interrupted.aborted) return { ...ran, outcome: "interrupted", failure: interruption(step) }
    if (failure !== undefined) return { ...ran, outcome: outcomeOf(failure), failure }
  }
  return ran
}

export const outcomeOf = ({ code }: Failure): "gate" | "interrupted" | "failed" =>
  code === "GATE_NOT_MET" ? "gate" : code === "INTERRUPTED" ? "interrupted" : "failed"

export const interruption = ({ cell }: Step): Failure => ({
  code: "INTERRUPTED",
  message: "The run was interrupted.",
  cell,
})

/** How a step is run beside what it says itself. */
export interface StepExtras {
  /** What the store has to do with it. */
  cache?: CellCache
  /** Why it runs. */
  why?: string
  /** Makes ready for another attempt, after a failure; undefined where there can be none. */
  again?(failure: Failure): Promise<Executor | undefined>
}

export interface StepRun {
  failure: Failure | undefined
  seconds: number
  /** Metadata of the kernel's reply. */
  metadata: Record<string, unknown>
}

type StepOptions = Omit<RunOptions, "steps">

/** Executes one step, again where it fails and may be tried again, and tells of it. Never rejects. */
export async function runStep(
  kernel: Executor,
  step: Step,
  options: StepOptions,
  ran: Ran,
  extras: StepExtras = {},
): Promise<StepRun> {
  const { emit, interrupted, clock = Date.now, pause = wait } = options
  const { why, again = async ({ code }: Failure) => (code === "KERNEL_DIED" ? undefined : kernel) } = extras
  const facts = described(step)
  const retries = limitOf(step, "retries") ?? options.retries ?? 0
  emit({ event: "step-started", at: clock(), ...facts, ...(why === undefined ? {} : { why }) })
  let last = await attempt(kernel, step, options, ran, extras.cache)
  for (let count = 1; last.failure !== undefined && count <= retries; count++) {
    const { failure, seconds } = last
    if (interrupted.aborted || !isWorthRetrying(failure)) break
    const left = retries - count
    const delay = backoff(count)
    emit({ event: "step-retried", at: clock(), ...facts, attempt: count, left, wait: delay, seconds, error: failure })
    await pause(delay, interrupted)
    const ready = interrupted.aborted
      ? undefined
      : await again(last.died ? { ...failure, code: "KERNEL_DIED" } : failure)
    if (ready === undefined) break
    last = await attempt(ready, step, options, ran, extras.cache)
  }
  const { failure: error, seconds, outcome, metadata } = last
  emit({ event: "step-ended", at: clock(), ...facts, outcome, seconds, ...(error === undefined ? {} : { error }) })
  return { failure: error, seconds, metadata }
}

/** A number that a step's header gives for a run. */
function limitOf({ header }: Step, name: "timeout" | "retries"): number | undefined {
  const value = header?.options[name]
  return typeof value === "number" ? value : undefined
}

interface Attempt extends StepRun {
  outcome: "done" | "failed" | "interrupted"
  /** Did the kernel end? */
  died: boolean
}

async function attempt(
  kernel: Executor,
  step: Step,
  options: StepOptions,
  ran: Ran,
  cache: CellCache | undefined,
): Promise<Attempt> {
  const { emit, interrupted, clock = Date.now } = options
  const facts = described(step)
  const timeout = limitOf(step, "timeout") ?? options.timeout
  const start = performance.now()
  let replied: Record<string, unknown> = {}
  const record = { outputs: noOutputs, executionCount: null as number | null }
  ran.cells.set(step.cellId, record)
  using limit = timeLimit(kernel, timeout)
  const onOutput = (message: OutputMessage) => {
    if (message.type === "update_display_data")
      for (const other of ran.cells.values()) other.outputs = applyOutput(other.outputs, message)
    else record.outputs = applyOutput(record.outputs, message)
    for (const event of eventsOf(message)) emit({ ...event, at: clock(), ...facts })
  }
  const metadata = metadataOf(step, cache)
  const failure = await kernel.execute(step.source, { metadata, onOutput, collect: false }).then(
    execution => {
      record.executionCount = execution.executionCount
      replied = execution.metadata
      return execution.status === "ok" ? undefined : failureOf(execution, step.cell)
    },
    (cause: unknown) => failureFrom(cause, step.cell),
  )
  const stopped = interrupted.aborted || failure?.code === "INTERRUPTED"
  const late = limit.passed() && failure !== undefined
  return {
    failure: late ? tooLong(step, timeout!) : failure,
    // By a clock that only goes forward: the machine's own may be set while a step runs.
    seconds: (performance.now() - start) / 1000,
    metadata: replied,
    outcome: failure === undefined ? "done" : stopped && !late ? "interrupted" : "failed",
    died: failure?.code === "KERNEL_DIED",
  }
}

/** Metadata of a step's execute_request. */
export const metadataOf = ({ cell, cellId, params }: Step, cache?: CellCache): Record<string, unknown> => ({
  cellId,
  kaon: { cell, ...(params === undefined ? {} : { params }), ...(cache === undefined ? {} : { cache }) },
})

type Told =
  | { event: "step-progress"; fraction: number | null; detail: string }
  | { event: "step-output"; output: unknown }

/** Is it an output whose newest state stands for all before it: curves, or a report? */
const isReplaced = (data: unknown): boolean =>
  typeof data === "object" && data !== null && (mimeTypes.metrics in data || mimeTypes.report in data)

/** What an output message tells a run's reader: progress, an nbformat output, or the newer state of one. */
function eventsOf(message: OutputMessage): Told[] {
  const { data } = message.content
  const progress = progressSchema.safeParse(
    typeof data === "object" && data !== null && mimeTypes.progress in data ? data[mimeTypes.progress] : undefined,
  )
  if (progress.success) {
    const { fraction, detail, secondsLeft, state } = progress.data
    const left = secondsLeft === null || state !== "running" ? [] : [`${duration(Math.ceil(secondsLeft), 0)} left`]
    return [{ event: "step-progress", fraction, detail: [detail, ...left].filter(part => part !== "").join(" · ") }]
  }
  if (message.type === "update_display_data" && !isReplaced(data)) return []
  const shown = message.type === "update_display_data" ? { ...message, type: "display_data" } : message
  return applyOutput(noOutputs, shown).outputs.map(output => ({ event: "step-output", output }))
}
