import type { RunError } from "../../contracts/run.ts"
import type { JournalEntry } from "../../contracts/runs/journal.ts"
import type { RunRecord, StepRecord } from "../../contracts/runs/record.ts"

type Of<E extends JournalEntry["event"]> = Extract<JournalEntry, { event: E }>
type Step = { [E in JournalEntry["event"]]: Of<E> extends { cellId: string } ? E : never }[JournalEntry["event"]]

/** The record that a journal tells of: the same entries give the same record. Undefined where it has no beginning. */
export function recordOf(entries: Iterable<JournalEntry>): RunRecord | undefined {
  const folding = new Folding()
  for (const entry of entries) folding.add(entry)
  return folding.record
}

/** A record that grows with the journal. */
export class Folding {
  readonly #steps = new Map<string, StepRecord>()
  #run: RunRecord | undefined

  get record(): RunRecord | undefined {
    return this.#run
  }

  add(entry: JournalEntry): void {
    if (entry.event === "run-recorded") this.#run = begun(entry, this.#steps)
    else if (this.#run === undefined) return
    else if ("cellId" in entry) {
      const step = this.#steps.get(entry.cellId)
      if (step !== undefined) applyStep(step, entry)
    } else applyRun(this.#run, entry, this.#steps)
  }
}

function begun(
  { id, number, notebook, params, asked, at, cells }: Of<"run-recorded">,
  steps: Map<string, StepRecord>,
): RunRecord {
  return {
    ...{ id, number, notebook, params, asked, cells },
    state: "running",
    began: at,
    ended: null,
    seconds: 0,
    resumed: 0,
    error: null,
    environment: null,
    steps: stepsFor(cells, steps),
    damaged: 0,
  }
}

/** The steps of cells, with what is known of them already. */
function stepsFor(cells: RunRecord["cells"], known: Map<string, StepRecord>): StepRecord[] {
  const steps = cells.map(
    ({ code: _, ...facts }): StepRecord => ({
      ...(known.get(facts.cellId) ?? unknown()),
      ...facts,
    }),
  )
  for (const step of steps) known.set(step.cellId, step)
  return steps
}

/** What a step that begins again has lost. */
const fresh = () =>
  ({
    key: null,
    parts: null,
    inputs: [],
    artefacts: [],
    changed: [],
    opaque: [],
    outputs: null,
    progress: null,
    metrics: [],
    report: null,
    log: { head: "", omitted: 0, tail: "" },
  }) satisfies Partial<StepRecord>

const unknown = () =>
  ({
    state: "waiting",
    cached: false,
    why: null,
    began: null,
    ended: null,
    seconds: 0,
    saved: null,
    attempts: [],
    ...fresh(),
  }) satisfies Partial<StepRecord>

const runEntries: {
  [E in Exclude<JournalEntry["event"], Step | "run-recorded">]: (
    run: RunRecord,
    entry: Of<E>,
    steps: Map<string, StepRecord>,
  ) => void
} = {
  "run-environment": (run, { environment }) => {
    run.environment = environment
  },
  "run-resumed": (run, { cells }, steps) => {
    stopped(run, "killed")
    Object.assign(run, { state: "running", ended: null, error: null, resumed: run.resumed + 1, cells })
    run.steps = stepsFor(cells, steps)
  },
  "run-ended": (run, { at, outcome, seconds, error }) => {
    stopped(run, "interrupted")
    Object.assign(run, { state: outcome, ended: at, seconds: run.seconds + seconds, error: error ?? null })
  },
}

function applyRun(
  run: RunRecord,
  entry: Exclude<JournalEntry, { cellId: string } | { event: "run-recorded" }>,
  steps: Map<string, StepRecord>,
): void {
  const apply = runEntries[entry.event] as (run: RunRecord, entry: JournalEntry, steps: Map<string, StepRecord>) => void
  apply(run, entry, steps)
}

/** What was under way when a process ended without a word of it. */
export function stopped(run: RunRecord, outcome: "killed" | "interrupted"): void {
  for (const step of run.steps) if (step.state === "running") finish(step, outcome, 0, undefined)
  if (run.state === "running") run.state = outcome
}

const stepEntries: { [E in Step]: (step: StepRecord, entry: Of<E>) => void } = {
  "step-started": (step, { at, why }) => {
    Object.assign(step, fresh(), {
      state: "running",
      cached: false,
      why: why ?? null,
      began: at,
      ended: null,
      saved: null,
    })
  },
  "step-progress": (step, { fraction, detail }) => {
    step.progress = { fraction, detail }
  },
  "step-text": (step, { text }) => {
    step.log.head += text
  },
  "step-tail": (step, { omitted, tail }) => {
    Object.assign(step.log, { omitted, tail })
  },
  "step-metrics": (step, { series, from, rows, columns, best }) => {
    const before = step.metrics[series]?.rows.slice(0, from) ?? []
    step.metrics[series] = { columns, rows: [...before, ...rows], best }
  },
  "step-report": (step, { report }) => {
    step.report = report
  },
  "step-retried": (step, { at, seconds, error }) => {
    finish(step, "failed", seconds, error)
    Object.assign(step, { state: "running", ended: null, began: at })
  },
  "step-committed": (step, { key, parts, inputs, artefacts, changed, opaque, outputs }) => {
    Object.assign(step, { key, parts, inputs, artefacts, changed, opaque, outputs })
  },
  "step-ended": (step, { at, outcome, seconds, cached, saved, error }) => {
    if (cached === true)
      Object.assign(step, { state: "done", cached: true, ended: at, seconds: 0, saved: saved ?? null })
    else {
      finish(step, outcome, seconds, error)
      step.ended = at
    }
  },
}

function applyStep(step: StepRecord, entry: Extract<JournalEntry, { cellId: string }>): void {
  const apply = stepEntries[entry.event] as (step: StepRecord, entry: JournalEntry) => void
  apply(step, entry)
}

function finish(
  step: StepRecord,
  outcome: StepRecord["attempts"][number]["outcome"],
  seconds: number,
  error: RunError | undefined,
): void {
  step.attempts = [...step.attempts, { began: step.began ?? 0, seconds, outcome, error: error ?? null }]
  step.seconds += seconds
  step.state = outcome
}
