import { cellKeptSchema } from "../../contracts/cell-cache.ts"
import type { StepRecord } from "../../contracts/runs/record.ts"
import { outputSchema } from "../../notebook/model.ts"
import { noOutputs } from "../../notebook/outputs.ts"
import { conduct, entryOf, neededBy, type PipelineCell, type Runner } from "../../pipeline/index.ts"
import { Syncing } from "../../store/index.ts"
import { type Executor, interruption, metadataOf, outcomeOf, type Ran, type RunOptions, runStep } from "./engine.ts"
import { type Failure, failureFrom } from "./failure.ts"
import type { Pipeline } from "./pipeline.ts"
import type { RunRecording } from "./recording.ts"
import { described } from "./steps.ts"

export interface CachedOptions extends Omit<RunOptions, "steps"> {
  /** Ids of the steps that run whatever the cache has. */
  forced: ReadonlySet<string>
  /** Told what a person should know of the cache. */
  note(sentence: string): void
  /** The run's record, where there is one. */
  record: RunRecording | undefined
  /** Artefacts that runs refer to: they stay. */
  referred(): ReadonlySet<string>
}

/** Milliseconds in which an entry need not be said to be of use again. */
const day = 24 * 60 * 60 * 1000

/** Bytes and milliseconds that the store may keep by itself; what was not used for so long is made again. */
const kept = { bytes: 20e9, age: 90 * day }

/**
 * Runs a pipeline's steps as `runSteps` does, but takes what it can from the cache. The kernel starts when the first step needs it.
 * Never rejects.
 */
export async function runCached(
  start: () => Promise<Executor>,
  pipeline: Pipeline,
  options: CachedOptions,
): Promise<Ran> {
  const ran: Ran = { outcome: "done", failure: undefined, cells: new Map() }
  const { cells, store, ledger, notebook } = pipeline
  const runner = new KernelRunner(start, pipeline, options, ran)
  const syncing = new Syncing(store.objects)
  const prepared = store.objects.prepare()
  const hits: string[] = []
  try {
    await conduct({
      ...{ cells, store, ledger, notebook, runner },
      // What was asked to run and did, before this run was stopped, has run.
      forced: new Set(cells.filter(({ id }) => options.forced.has(id) && !hasRun(options.record?.before.get(id)))),
      forcedWhy: "it was asked for",
      committed(cell, left, cached) {
        options.record?.recorder.commit({ ...described(pipeline.stepOf(cell)), ...left }, cached)
        if (!cached) syncing.add(neededBy(left))
        else if (left.key !== null) hits.push(left.key)
      },
      earlier: ({ id }, parts) => {
        const before = options.record?.before.get(id)
        return before?.parts === parts ? entryOf(before, before.seconds, before.ended ?? 0) : undefined
      },
      stopped: () => options.interrupted.aborted,
      hit: (cell, { seconds }, outputs) => showHit(cell, seconds, outputs, pipeline, options, ran),
    })
  } catch (cause) {
    return { ...ran, outcome: "failed", failure: failureFrom(cause) }
  } finally {
    await Promise.all([syncing.finish(), prepared])
  }
  store.entries.touch(hits, Date.now() - day)
  if (runner.stored) await store.collect(kept, options.referred).catch(() => undefined)
  const { failure, last } = runner
  if (options.interrupted.aborted)
    return { ...ran, outcome: "interrupted", failure: last ? interruption(last) : interrupted }
  return failure === undefined ? ran : { ...ran, outcome: outcomeOf(failure), failure }
}

const hasRun = (step: StepRecord | undefined): boolean => step?.state === "done" && !step.cached

const interrupted: Failure = { code: "INTERRUPTED", message: "The run was interrupted before its first step." }

class KernelRunner implements Runner {
  failure: Failure | undefined
  /** The step that ran last. */
  last: ReturnType<Pipeline["stepOf"]> | undefined
  /** Was anything put into the store? */
  stored = false
  readonly #start: () => Promise<Executor>
  readonly #pipeline: Pipeline
  readonly #options: CachedOptions
  readonly #ran: Ran
  #kernel: Promise<Executor> | undefined

  constructor(start: () => Promise<Executor>, pipeline: Pipeline, options: CachedOptions, ran: Ran) {
    this.#start = start
    this.#pipeline = pipeline
    this.#options = options
    this.#ran = ran
  }

  async run(...[cell, cache, why, again]: Parameters<Runner["run"]>): ReturnType<Runner["run"]> {
    const step = this.#pipeline.stepOf(cell)
    const before = this.last
    this.last = step
    const kernel = await this.#started()
    if (this.#options.interrupted.aborted) {
      this.last = before
      return { ok: false, seconds: 0, outputs: [], kept: undefined }
    }
    const ready = async ({ code }: Failure) => {
      const anew = code === "KERNEL_DIED"
      if (anew) this.#kernel = undefined
      return (await again(anew)) ? await this.#started() : undefined
    }
    const extras = { cache, why, again: ready }
    const { failure, seconds, metadata } = await runStep(kernel, step, this.#options, this.#ran, extras)
    this.failure = failure
    this.last = step
    const ok = failure === undefined && !this.#options.interrupted.aborted
    const found = ok ? keptIn(metadata) : undefined
    this.stored ||= found !== undefined
    return { ok, seconds, outputs: this.#ran.cells.get(cell.id)?.outputs.outputs ?? [], kept: found }
  }

  async restore(...[cell, cache]: Parameters<Runner["restore"]>): Promise<boolean> {
    const step = this.#pipeline.stepOf(cell)
    const kernel = await this.#started()
    const options = { metadata: metadataOf(step, cache), silent: true, onOutput: () => {}, collect: false } as const
    const { status, error } = await kernel.execute(step.source, options)
    if (status !== "ok")
      this.#options.note(`What is in the cache cannot be used: ${error?.evalue ?? "it was interrupted"}`)
    return status === "ok"
  }

  #started(): Promise<Executor> {
    this.#kernel ??= this.#start()
    return this.#kernel
  }
}

function keptIn(metadata: Record<string, unknown>) {
  const { kaon } = metadata
  return typeof kaon === "object" && kaon !== null && "kept" in kaon
    ? cellKeptSchema.safeParse(kaon.kept).data
    : undefined
}

function showHit(
  cell: PipelineCell,
  saved: number,
  shown: readonly unknown[],
  { stepOf }: Pipeline,
  { emit, clock = Date.now }: CachedOptions,
  ran: Ran,
): void {
  const outputs = shown.map(output => outputSchema.safeParse(output).data).filter(output => output !== undefined)
  const facts = described(stepOf(cell))
  ran.cells.set(cell.id, {
    outputs: { ...noOutputs, outputs, displayIds: outputs.map(() => undefined) },
    executionCount: null,
  })
  emit({ event: "step-started", at: clock(), ...facts })
  for (const output of outputs) emit({ event: "step-output", at: clock(), ...facts, output })
  emit({ event: "step-ended", at: clock(), ...facts, outcome: "done", seconds: 0, cached: true, saved })
}
