import type { CellKept } from "../contracts/cell-cache.ts"
import type { Entry, Store } from "../store/index.ts"
import { literalParams, type PipelineCell } from "./cells.ts"
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
  /** Told of each cell that is taken from the cache. */
  hit(cell: PipelineCell, entry: Pick<Entry, "seconds">, outputs: readonly unknown[]): void
  /** Asked before each cell. */
  stopped(): boolean
}

/** Goes through a notebook's cells: each is taken from the cache where its key is there, and runs where it is not. */
export async function conduct(job: Conducting): Promise<boolean> {
  const { cells, store, ledger } = job
  const session = new PipelineSession(store.root, ledger, job.runner)
  const keys = new Map<PipelineCell, string>()
  const known = store.entries.latestKeys(`${job.notebook}#`)
  for (const cell of cells) {
    if (job.stopped()) return false
    if (await settledByText(cell, job)) continue
    if (!(await oneCell(cell, job, session, keys, known))) return false
  }
  return true
}

/** Parameters that are literals are known without running anything. */
async function settledByText(cell: PipelineCell, job: Conducting): Promise<boolean> {
  const { store, ledger, forced, hit } = job
  const params = forced.has(cell) ? undefined : literalParams(cell)
  // The first time they run as every cell does.
  if (params === undefined || store.entries.latest(identity(cell, job)) === undefined) return false
  ledger.settle(cell, ledger.reached(cell), await knownParams(params, store), {})
  hit(cell, { seconds: 0 }, [])
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
  keys: Map<PipelineCell, string>,
  known: ReadonlyMap<string, string>,
): Promise<boolean> {
  const { store, ledger, forced } = job
  for (;;) {
    const decision = await ledger.decide(cell)
    const entry = forced.has(cell) || decision.key === undefined ? undefined : store.find(decision.key)
    if (entry !== undefined && entry.refused === undefined) {
      const outputs = entry.outputs === null ? [] : await store.values.load(entry.outputs).catch(() => undefined)
      if (Array.isArray(outputs)) {
        ledger.settle(cell, decision.reached, entry.values, entry.changed)
        remember(cell, decision, job, known)
        job.hit(cell, entry, outputs)
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
    await commit(cell, now, done, done.kept, job, session, keys)
    remember(cell, now, job, known)
    return true
  }
}

const fingerprint = ({ key, parts }: Decision): string => key ?? JSON.stringify(parts)

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
  { key }: Decision,
  { seconds, outputs }: CellRun,
  { values, changed, unsure, aliased }: CellKept,
  { store }: Conducting,
  session: PipelineSession,
  keys: Map<PipelineCell, string>,
): Promise<void> {
  const entry = { values, changed, outputs: null, seconds, made: Date.now() }
  if (unsure.length > 0) {
    // Some cell changed these without naming them. Which one is not known, so all that ran since have to run from now on.
    const refused = `a cell may change ${unsure.join(", ")} without naming it`
    for (const earlier of session.ran) {
      const suspect = keys.get(earlier)
      if (suspect !== undefined) store.entries.put(suspect, { ...entry, values: {}, changed: {}, refused })
    }
  }
  if (key === undefined) return
  keys.set(cell, key)
  const refused =
    aliased.length > 0
      ? `it changes ${aliased.join(", ")} without naming it`
      : unsure.length > 0
        ? `a cell above may change ${unsure.join(", ")} without naming it`
        : undefined
  if (refused !== undefined) {
    store.entries.put(key, { ...entry, values: {}, changed: {}, refused })
    return
  }
  const shown = outputs.length === 0 ? null : (await store.values.save(outputs, "outputs")).digest
  store.entries.put(key, { ...entry, outputs: shown })
}
