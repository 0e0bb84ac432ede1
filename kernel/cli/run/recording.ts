import { basename, dirname, resolve } from "node:path"
import type { RunAsked, RunRecord, StepRecord } from "../../contracts/runs/record.ts"
import { type Recorder, Runs, runsFolder } from "../../runs/index.ts"
import type { Prepared } from "./prepare.ts"
import { described } from "./steps.ts"

/** The record of the run that goes on. */
export interface RunRecording {
  recorder: Recorder
  /** By cell, the steps as an earlier process of the same run left them. */
  before: ReadonlyMap<string, StepRecord>
  /** Resolves when all of it is on the disk. */
  finish(): Promise<void>
}

/** The records beside a notebook, for one run. */
export interface RunsBeside extends Disposable {
  /**
   * The run's record, in that of the run that goes on where one does; undefined where it cannot be written, which is said. Throws
   * RUN_UNDER_WAY.
   */
  begin(prepared: Prepared, asked: RunAsked, before: RunRecord | undefined): RunRecording | undefined
  referred(): ReadonlySet<string>
}

/** Opens the records beside a notebook. Where they cannot be opened, that is said and the run goes on without. */
export function openRuns(path: string, told: (sentence: string) => void): RunsBeside | undefined {
  const directory = dirname(resolve(path))
  return attempt(told, () => {
    const runs = new Runs(runsFolder(directory), { told })
    return {
      begin({ steps, params }, asked, before) {
        const cells = steps.map(step => ({ ...described(step), code: step.source }))
        if (before !== undefined) {
          const known = new Map(before.steps.map(step => [step.cellId, step]))
          return recordingOf(runs.resume(before.id, cells, true), directory, known)
        }
        return attempt(told, () =>
          recordingOf(runs.begin({ notebook: basename(path), params, asked, cells }), directory, new Map()),
        )
      },
      referred: () => runs.referred(),
      [Symbol.dispose]: () => runs[Symbol.dispose](),
    }
  })
}

function recordingOf(recorder: Recorder, directory: string, before: RunRecording["before"]): RunRecording {
  // What surrounds a run takes a moment to find out: its steps do not wait for it.
  const told = import("./environment.ts").then(async ({ environmentOf }) =>
    recorder.environment(await environmentOf(directory)),
  )
  return { recorder, before, finish: () => told.then(() => recorder.finish()) }
}

function attempt<T>(told: (sentence: string) => void, work: () => T): T | undefined {
  try {
    return work()
  } catch (cause) {
    told(`The run is not recorded: ${cause instanceof Error ? cause.message : String(cause)}`)
    return undefined
  }
}
