import { z } from "zod"
import { type Metrics, metricsSchema, mimeTypes, reportSchema } from "../../contracts/mime.ts"
import type { RunEvent } from "../../contracts/run.ts"
import type { JournalEntry } from "../../contracts/runs/journal.ts"

/** Characters of a step's text that are kept of its beginning, and of its end. */
const most = 16_384
/** Milliseconds between two entries about a step's progress. */
const interval = 1000

const rich = z.object({ data: z.record(z.string(), z.unknown()) })
const text = z.object({ output_type: z.literal("stream"), text: z.union([z.string(), z.array(z.string())]) })

/** What has been taken down of the step that runs. */
interface Seen {
  head: number
  tail: string
  /** Characters that are in neither. */
  omitted: number
  metrics: Metrics[]
  progressed: number
}

const unseen = (): Seen => ({ head: 0, tail: "", omitted: 0, metrics: [], progressed: Number.NEGATIVE_INFINITY })

type Told<E extends RunEvent["event"]> = Extract<RunEvent, { event: E }>

/**
 * What of a run's events goes into its journal: nothing twice, however often a curve is drawn again, and of each step's text no more
 * than a beginning and an end.
 */
export class Distiller {
  readonly #steps = new Map<string, Seen>()

  entries(event: RunEvent): JournalEntry[] {
    if (event.event === "run-started") return []
    if (event.event === "step-started") this.#steps.set(event.cellId, unseen())
    if (event.event === "step-output") return this.#output(event)
    if (event.event === "step-progress") return this.#progress(event)
    // What is known of a text's end has to be there before the step is over.
    if (event.event === "step-ended") return [...this.#tail(event), event]
    return [event]
  }

  #seen(cellId: string): Seen {
    const known = this.#steps.get(cellId) ?? unseen()
    this.#steps.set(cellId, known)
    return known
  }

  #progress(event: Told<"step-progress">): JournalEntry[] {
    const seen = this.#seen(event.cellId)
    if (event.at - seen.progressed < interval && event.at >= seen.progressed) return []
    seen.progressed = event.at
    return [event]
  }

  #output({ output, event: _, ...facts }: Told<"step-output">): JournalEntry[] {
    const seen = this.#seen(facts.cellId)
    const stream = text.safeParse(output).data
    if (stream !== undefined) {
      const head = added(seen, [stream.text].flat().join(""))
      return head === "" ? [] : [{ event: "step-text", ...facts, text: head }]
    }
    const data = rich.safeParse(output).data?.data ?? {}
    const metrics = metricsSchema.safeParse(data[mimeTypes.metrics]).data
    const report = reportSchema.safeParse(data[mimeTypes.report]).data
    return [
      ...(metrics === undefined ? [] : newRows(seen.metrics, metrics).map(rows => ({ ...rows, ...facts }))),
      ...(report === undefined
        ? []
        : [{ event: "step-report" as const, ...facts, report: { figures: report.figures, gates: report.gates } }]),
    ]
  }

  #tail({ at, cellId, cell, stage, name }: Told<"step-ended">): JournalEntry[] {
    const { tail, omitted } = this.#steps.get(cellId) ?? unseen()
    this.#steps.delete(cellId)
    const facts = { at, cellId, cell, ...(stage && { stage }), ...(name === undefined ? {} : { name }) }
    return tail === "" ? [] : [{ event: "step-tail", ...facts, omitted, tail }]
  }
}

/** Takes text down; what of it belongs to the beginning. */
function added(seen: Seen, more: string): string {
  const head = more.slice(0, Math.max(0, most - seen.head))
  seen.head += head.length
  const rest = more.slice(head.length)
  const tail = rest.length > most ? rest : seen.tail + rest
  seen.omitted += seen.tail.length + rest.length - Math.min(tail.length, most)
  seen.tail = tail.slice(-most)
  return head
}

const same = (a: readonly unknown[] | undefined, b: readonly unknown[]): boolean =>
  a !== undefined && a.length === b.length && a.every((value, i) => value === b[i])

/** What a table of curves says that those before it did not; one that does not go on from the last is another training's. */
function newRows(known: Metrics[], { columns, rows, best }: Metrics) {
  const last = known.at(-1)
  const shared = last === undefined ? 0 : rows.findIndex((row, i) => !same(last.rows[i], row))
  const from = shared < 0 ? rows.length : shared
  const goesOn = last !== undefined && same(last.columns, columns) && from >= last.rows.length - 1 && from > 0
  if (goesOn && from === rows.length && from === last.rows.length && best === last.best) return []
  const at = goesOn ? from : 0
  const series = goesOn ? known.length - 1 : known.length
  known[series] = { columns, rows, best }
  return [{ event: "step-metrics" as const, columns, rows: rows.slice(at), best, series, from: at }]
}
