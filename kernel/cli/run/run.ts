import { dirname, resolve } from "node:path"
import { startKernel } from "../../client/start.ts"
import type { Diagnostic } from "../../contracts/cell.ts"
import { errorCodes } from "../../contracts/errors.ts"
import type { RunEvent } from "../../contracts/run.ts"
import type { RunAsked } from "../../contracts/runs/record.ts"
import { writeNotebook } from "../../notebook/index.ts"
import { type Executor, type Ran, runSteps } from "./engine.ts"
import { type Failure, failureFrom } from "./failure.ts"
import { type Interrupts, onInterrupt } from "./interrupts.ts"
import { type Prepared, prepareRun, type RunFlags } from "./prepare.ts"
import { recorded } from "./record.ts"
import { openRuns, type RunRecording } from "./recording.ts"
import { type Wanted, wantedRun } from "./resume.ts"
import { described } from "./steps.ts"

export interface RunEdges {
  /** Starts the kernel that the steps run in. */
  start?: Going["start"]
}

export interface RunReader {
  event: (event: RunEvent) => void
  /** A problem for people, with the source of the cell that it is in. */
  problem: (problem: Failure | Diagnostic, source?: string) => void
  /** Something for people to know that changes nothing of the outcome. */
  note: (sentence: string) => void
}

/**
 * Runs a notebook and tells the reader of it. Gives the exit status of the command. Nothing runs where a check fails; the
 * input file is never touched unless `-o` names it.
 */
export async function runNotebook(
  named: string | undefined,
  given: RunFlags,
  reader: RunReader,
  { start = startKernel }: RunEdges = {},
): Promise<number> {
  using interrupts = onInterrupt()
  const began = Date.now()
  const clock = performance.now()
  let record: RunRecording | undefined
  const emit = (event: RunEvent) => {
    record?.recorder.event(event)
    reader.event(event)
  }
  const end = async (ran: Pick<Ran, "outcome" | "failure">): Promise<number> => {
    const error = ran.failure === undefined ? {} : { error: ran.failure }
    const seconds = (performance.now() - clock) / 1000
    const ended = { event: "run-ended" as const, at: Date.now(), outcome: ran.outcome, seconds, ...error }
    // Who hears of the end finds it on the disk.
    record?.recorder.event(ended)
    await record?.finish()
    reader.event(ended)
    return ran.failure === undefined ? 0 : errorCodes[ran.failure.code]
  }
  let wanted: Wanted
  let prepared: Prepared
  try {
    wanted = wantedRun(named, given)
    prepared = await prepareRun(wanted.path, wanted.flags)
  } catch (cause) {
    const failure = failureFrom(cause)
    reader.problem(failure)
    return await end({ outcome: "failed", failure })
  }
  const { path, flags, before } = wanted
  const { steps, params, diagnostics } = prepared
  const checked = !diagnostics.some(({ severity }) => severity === "error")
  using runs = checked && flags.record !== false ? openRuns(path, reader.note) : undefined
  try {
    record = runs?.begin(prepared, askedFor(flags, prepared), before)
  } catch (cause) {
    const failure = failureFrom(cause)
    reader.problem(failure)
    return await end({ outcome: "failed", failure })
  }
  const started = { event: "run-started" as const, at: began, notebook: path, params, steps: steps.map(described) }
  reader.event({ ...started, ...(record === undefined ? {} : { run: record.recorder.id }) })
  const sourceOf = (cell: number | undefined) => steps.find(step => step.cell === cell)?.source
  for (const diagnostic of diagnostics) reader.problem(diagnostic, sourceOf(diagnostic.cell))
  const broken = diagnostics.find(({ severity }) => severity === "error")
  if (broken !== undefined) return await end({ outcome: "failed", failure: failureOfDiagnostic(broken) })

  const cached = flags.cache !== false && prepared.kernel === "kaon"
  const going = {
    start,
    path,
    prepared,
    emit,
    note: reader.note,
    interrupts,
    record,
    referred: () => runs?.referred() ?? new Set<string>(),
  }
  const ran = await (cached ? executeCached : execute)(going)
  const failures = [ran.failure, await save(flags.output, prepared, ran)].filter(failure => failure !== undefined)
  for (const failure of failures) reader.problem(failure, sourceOf(failure.cell))
  const [failure] = failures
  return await end({ outcome: ran.outcome === "done" && failure !== undefined ? "failed" : ran.outcome, failure })
}

const askedFor = ({ cache = true, from, only = [] }: RunFlags, { timeout, retries }: Prepared): RunAsked => ({
  ...{ cache, retries },
  from: from ?? null,
  timeout: timeout ?? null,
  only: [...only],
})

const failureOfDiagnostic = ({ code, message, fix, cell, line, column }: Diagnostic): Failure => ({
  code,
  message,
  cell,
  ...(fix === undefined ? {} : { fix }),
  ...(line === undefined ? {} : { line }),
  ...(column === undefined ? {} : { column }),
})

/** All that the steps of a run need. */
interface Going {
  start(options: { kernel: string; cwd: string }): Promise<Executor & AsyncDisposable>
  path: string
  prepared: Prepared
  emit: (event: RunEvent) => void
  note: (sentence: string) => void
  interrupts: Interrupts
  record: RunRecording | undefined
  /** Artefacts that some run refers to. */
  referred: () => ReadonlySet<string>
}

/** With what is in the store; without it where the store cannot be opened. */
async function executeCached(going: Going): Promise<Ran> {
  const { path, prepared, emit, note, interrupts, record, referred, start: startOf } = going
  const { kernel, steps, timeout, retries, forced } = prepared
  const [{ openPipeline }, { runCached }] = await Promise.all([import("./pipeline.ts"), import("./cached.ts")])
  let pipeline: import("./pipeline.ts").Pipeline
  try {
    pipeline = openPipeline(path, steps, note)
  } catch (cause) {
    note(`The cache cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`)
    return await execute(going)
  }
  using opened = pipeline
  await using kernels = new AsyncDisposableStack()
  const start = async () => {
    const client = kernels.use(await startOf({ kernel, cwd: dirname(resolve(path)) }))
    interrupts.watch(client)
    return client
  }
  return await runCached(start, opened, {
    ...{ emit, interrupted: interrupts.signal, timeout, retries, forced, note, record, referred },
  })
}

async function execute({ path, prepared, emit, interrupts, start }: Going): Promise<Ran> {
  const { kernel, steps, timeout, retries } = prepared
  const nothing = { cells: new Map() }
  try {
    await using client = await start({ kernel, cwd: dirname(resolve(path)) })
    interrupts.watch(client)
    if (interrupts.signal.aborted) {
      return {
        ...nothing,
        outcome: "interrupted",
        failure: { code: "INTERRUPTED", message: "The run was interrupted before its first step." },
      }
    }
    return await runSteps(client, { steps, emit, interrupted: interrupts.signal, timeout, retries })
  } catch (cause) {
    return { ...nothing, outcome: "failed", failure: failureFrom(cause) }
  }
}

async function save(output: string | undefined, { file, params }: Prepared, ran: Ran): Promise<Failure | undefined> {
  if (output === undefined) return undefined
  return writeNotebook(output, recorded(file.notebook, ran, params), file).then(
    () => undefined,
    (cause: unknown) => failureFrom(cause),
  )
}
