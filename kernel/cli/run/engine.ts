import type { Execution, OutputMessage } from "../../client/index.ts"
import type { CellCache } from "../../contracts/cell-cache.ts"
import { mimeTypes, progressSchema } from "../../contracts/mime.ts"
import type { RunEvent } from "../../contracts/run.ts"
import { applyOutput, type CellOutputs, noOutputs } from "../../notebook/outputs.ts"
import { type Failure, failureFrom, failureOf } from "./failure.ts"
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
  /** Seconds that one step may take. */
  timeout: number | undefined
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
}

export interface StepRun {
  failure: Failure | undefined
  seconds: number
  /** Metadata of the kernel's reply. */
  metadata: Record<string, unknown>
}

/** Executes one step and tells of it. Never rejects. */
export async function runStep(
  kernel: Executor,
  step: Step,
  options: Omit<RunOptions, "steps">,
  ran: Ran,
  { cache, why }: StepExtras = {},
): Promise<StepRun> {
  const { emit, interrupted, timeout, clock = Date.now } = options
  const facts = described(step)
  const start = performance.now()
  emit({ event: "step-started", at: clock(), ...facts, ...(why === undefined ? {} : { why }) })
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
  const error = late ? tooLong(step, timeout!) : failure
  const outcome = error === undefined ? "done" : stopped && !late ? "interrupted" : "failed"
  // The machine's clock may be set while a step runs.
  const seconds = (performance.now() - start) / 1000
  emit({ event: "step-ended", at: clock(), ...facts, outcome, seconds, ...(error === undefined ? {} : { error }) })
  return { failure: error, seconds, metadata: replied }
}

/** Metadata of a step's execute_request. */
export const metadataOf = ({ cell, cellId, params }: Step, cache?: CellCache): Record<string, unknown> => ({
  cellId,
  kaon: { cell, ...(params === undefined ? {} : { params }), ...(cache === undefined ? {} : { cache }) },
})

const tooLong = ({ cell }: Step, timeout: number): Failure => ({
  code: "CELL_FAILED",
  message: `The step took longer than ${timeout} s and was interrupted.`,
  fix: "Give it more time with --timeout, or less to do.",
  cell,
})

/** Milliseconds that an interrupted step has to end by itself. */
const grace = 5000

function timeLimit(kernel: Executor, seconds: number | undefined) {
  let passed = false
  const timers: NodeJS.Timeout[] = []
  if (seconds !== undefined) {
    timers.push(
      setTimeout(() => {
        passed = true
        kernel.interrupt().catch(() => {})
        timers.push(setTimeout(() => void kernel.shutdown(0), grace))
      }, seconds * 1000),
    )
  }
  return { passed: () => passed, [Symbol.dispose]: () => timers.forEach(clearTimeout) }
}

type Told =
  | { event: "step-progress"; fraction: number | null; detail: string }
  | { event: "step-output"; output: unknown }

/** What an output message tells a run's reader: progress, or an nbformat output. */
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
  return applyOutput(noOutputs, message).outputs.map(output => ({ event: "step-output", output }))
}
