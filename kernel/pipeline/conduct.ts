import type { CellKept } from "../contracts/cell-cache.ts"
import type { Entry, Store } from "../store/index.ts"
import { literalParams, type PipelineCell } from "./cells.ts"
import { type Committed, committedOf } from "./committed.ts"
import { digestOf } from "./digest.ts"
import type { Decision, Ledger } from "./ledger.ts"
import { type CellRun, PipelineSession, type Runner } from "./session.ts"
import { whyOf } from "./why.ts"

export interface Conducting {
  cells: readonly PipelineCell[]
  /** Of these, those that run whatever the cache has. */
  forced: ReadonlySet<PipelineCell>
  /** Why a forced cell runs. */
  forcedWhy: string
  /** What tells this notebook's cells from those of others, for what is remembered of them. */
  notebook: string
  store: Store
  ledger: Ledger
  runner: Runner
  /** Told what a cell left, before another run can find it in the cache, so that it can be held there. */
  committed?(cell: PipelineCell, committed: Committed, cached: boolean): void
  /** What a cell left when an earlier process of the same run ran it, where its parts are the same; for those without a key. */
  earlier?(cell: PipelineCell, parts: string): Entry | undefined
  /** Told of each cell that is taken from the cache. */
  hit(cell: PipelineCell, entry: Pick<Entry, "seconds">, outputs: readonly unknown[]): void
  /** Asked before each cell. */
  stopped(): boolean
}

/** Goes through a notebook's cells: each is taken from the cache where its key is there, and runs where it is not. */
export async function conduct(job: Conducting): Promise<boolean> {
  const { cells, store, ledger } = job
  const session = new PipelineSession(store.root, ledger, job.runner)
  const commits = new Map<PipelineCell, Committed>()
  const latest = store.entries.latestKeys(`${job.notebook}#`)
  for (const cell of cells) {
    if (job.stopped()) return false
    if (await settledByText(cell, job)) continue
    if (!(await oneCell(cell, job, session, commits, latest))) return false
  }
  return true
}

/** Parameters that are literals are known without running anything. */
async function settledByText(cell: PipelineCell, job: Conducting): Promise<boolean> {
  const { store, ledger, forced, hit } = job
  const params = forced.has(cell) ? undefined : literalParams(cell)
  // The first time they run as every cell does.
  if (params === undefined || store.entries.latest(identity(cell, job)) === undefined) return false
  const values = await knownParams(params, store)
  const reached = ledger.reached(cell)
  ledger.settle(cell, reached, values, {})
  hit(cell, { seconds: 0 }, [])
  job.committed?.(cell, committedOf({ key: undefined, reached }, null, { values, changed: {}, outputs: null }), true)
  return true
}

async function knownParams(params: Readonly<Record<string, unknown>>, store: Store): Promise<Entry["values"]> {
  const values: Entry["values"] = {}
  for (const [name, value] of Object.entries(params))
    values[name] = { form: "stored", ...(await store.values.save(value, name)) }
  return values
}

async function oneCell(
  cell: PipelineCell,
  job: Conducting,
  session: PipelineSession,
  commits: Map<PipelineCell, Committed>,
  latest: ReadonlyMap<string, string>,
): Promise<boolean> {
  const { store, ledger, forced } = job
  for (;;) {
    const decision = await ledger.decide(cell)
    const entry = forced.has(cell) ? undefined : known(cell, decision, job)
    if (entry !== undefined && entry.refused === undefined) {
      const outputs = entry.outputs === null ? [] : await store.values.load(entry.outputs).catch(() => undefined)
      if (Array.isArray(outputs)) {
        ledger.settle(cell, decision.reached, entry.values, entry.changed)
        remember(cell, decision, job, latest)
        job.hit(cell, entry, outputs)
        job.committed?.(cell, committedOf(decision, fingerprint(decision), entry), true)
        return true
      }
    }
    const before = fingerprint(decision)
    if (!(await session.ensure(decision.reached))) return false
    const now = await ledger.decide(cell)
    // A cell that had to run again gave something else than the last time: then this cell's key is another one.
    if (fingerprint(now) !== before) continue
    const done = await session.run(cell, now.reached, entry?.refused ?? reason(cell, now, job))
    if (done.kept === undefined) {
      ledger.settle(cell, now.reached, {}, {})
      return done.ok
    }
    ledger.settle(cell, now.reached, done.kept.values, done.kept.changed)
    await commit(cell, now, done, done.kept, job, session, commits)
    return true
  }
}

/** What a decision was made on, for those without a key too. */
const fingerprint = ({ key, parts }: Decision): string => key ?? digestOf(...Object.entries(parts).sort().flat())

/** What the cell left before, as far as it is still there. */
function known(cell: PipelineCell, decision: Decision, job: Conducting): Entry | undefined {
  const found = decision.key === undefined ? undefined : job.store.find(decision.key)
  // A service that was put up may be gone: to put it up is to run again.
  if (found !== undefined || cell.facts.header?.stage === "deploy") return found
  const earlier = job.earlier?.(cell, fingerprint(decision))
  return earlier !== undefined && job.store.isWhole(earlier) ? earlier : undefined
}

export const identity = (cell: PipelineCell, { notebook }: Pick<Conducting, "notebook">): string =>
  `${notebook}#${cell.id}`

function reason(cell: PipelineCell, decision: Decision, job: Conducting): string {
  if (job.forced.has(cell)) return job.forcedWhy
  return decision.refusal ?? whyOf(job.store.entries.latest(identity(cell, job))?.parts, decision.parts)
}

function remember(
  cell: PipelineCell,
  { key, parts }: Decision,
  job: Conducting,
  known: ReadonlyMap<string, string>,
): void {
  // Most cells are what they were: nothing is written of them.
  if (key !== undefined && known.get(identity(cell, job)) !== key)
    job.store.entries.setLatest(identity(cell, job), key, parts)
}

async function commit(
  cell: PipelineCell,
  decision: Decision,
  { seconds, outputs }: CellRun,
  { values, changed, unsure, aliased }: CellKept,
  job: Conducting,
  session: PipelineSession,
  commits: Map<PipelineCell, Committed>,
): Promise<void> {
  const { key, parts } = decision
  const { store } = job
  const shown = outputs.length === 0 ? null : (await store.values.save(outputs, "outputs")).digest
  const entry = { values, changed, outputs: shown, seconds, made: Date.now() }
  const whole = unsure.length === 0 && aliased.length === 0
  const left = committedOf(decision, whole ? fingerprint(decision) : null, entry)
  job.committed?.(cell, left, false)
  const nothing = { ...entry, values: {}, changed: {}, outputs: null }
  if (unsure.length > 0) {
    // Some cell changed these without naming them. Which one is not known, so all that ran since have to run from now on.
    const refused = `a cell may change ${unsure.join(", ")} without naming it`
    for (const earlier of session.ran) {
      const suspect = commits.get(earlier)
      if (suspect === undefined) continue
      job.committed?.(earlier, { ...suspect, parts: null }, false)
      if (suspect.key !== null) store.entries.put(suspect.key, { ...nothing, refused })
    }
  }
  commits.set(cell, left)
  if (key === undefined) return
  const refused =
    aliased.length > 0
      ? `it changes ${aliased.join(", ")} without naming it`
      : unsure.length > 0
        ? `a cell above may change ${unsure.join(", ")} without naming it`
        : undefined
  const latest = { cell: identity(cell, job), parts }
  store.entries.put(key, refused === undefined ? entry : { ...nothing, refused }, latest)
}
