import { KaonError } from "../../contracts/errors.ts"
import { mimeTypes } from "../../contracts/mimetypes.ts"
import type { Row } from "../data/row.ts"
import { quantile } from "../metrics/bootstrap.ts"
import { View } from "../show/displayable.ts"
import { figure, textTable } from "../show/text-table.ts"
import { figuresFor, largerIsWorse } from "./figures.ts"
import { judgedAt } from "./judged.ts"
import type { Outcomes } from "./outcomes.ts"

export interface Slice {
  name: string
  /** Examples in it. */
  count: number
  figures: Record<string, number>
}

/** Figures of parts of the examples, the worst part first: where a model is bad although it is good on the whole. */
export class Slices extends View {
  readonly slices: readonly Slice[]

  constructor(by: string, names: readonly string[], slices: readonly Slice[]) {
    const header = [by, "examples", ...names]
    const rows = slices.map(({ name, count, figures }) => [name, count, ...names.map(key => figures[key]!)])
    const columns = header.map((name, i) => ({ name, type: i === 0 ? "string" : "number" }))
    super({ [mimeTypes.table]: { columns, rows, total: rows.length }, "text/plain": textTable(header, rows) })
    this.slices = slices
  }
}

/** What an example belongs to: the value of a column, in quarters where it holds many numbers; or what a function says. */
export type SliceBy = string | ((row: Row) => string | number | boolean)

/** Distinct numbers above which a column is cut into quarters. */
const fewNumbers = 12

export function slicesOf(outcomes: Outcomes, by: SliceBy, names: readonly string[]): Slices {
  const labels = labelsOf(outcomes, by)
  const groups = Map.groupBy(labels.keys(), place => labels[place]!)
  const all = figuresFor(outcomes.judged)
  const slices = [...groups].map(([name, places]) => {
    const part = judgedAt(outcomes.judged, places)
    return { name, count: places.length, figures: Object.fromEntries(names.map(key => [key, all[key]!(part)])) }
  })
  const first = names[0]!
  const sign = largerIsWorse.has(first) ? -1 : 1
  const rank = ({ figures }: Slice) =>
    Number.isNaN(figures[first]!) ? Number.POSITIVE_INFINITY : sign * figures[first]!
  slices.sort((a, b) => rank(a) - rank(b) || b.count - a.count)
  return new Slices(typeof by === "string" ? by : "slice", names, slices)
}

function labelsOf({ split }: Outcomes, by: SliceBy): string[] {
  const rows = split.rows({ limit: split.size })
  if (typeof by === "function") return rows.map(row => String(by(row)))
  if (rows.length > 0 && !Object.hasOwn(rows[0]!, by)) {
    throw new KaonError("DATA_INVALID", `"${by}" is no column to slice by.`, {
      fix: `The columns are ${Object.keys(rows[0]!).join(", ")}.`,
    })
  }
  const values = rows.map(row => row[by])
  const numbers = values.filter(value => typeof value === "number" && Number.isFinite(value)) as number[]
  if (numbers.length < values.length || new Set(numbers).size <= fewNumbers) return values.map(String)
  const sorted = numbers.toSorted((a, b) => a - b)
  const edges = [0, 0.25, 0.5, 0.75, 1].map(share => quantile(sorted, share))
  return numbers.map(value => {
    const quarter = [1, 2, 3].findIndex(i => value <= edges[i]!)
    const at = quarter < 0 ? 3 : quarter
    return `${figure(edges[at]!)} … ${figure(edges[at + 1]!)}`
  })
}
