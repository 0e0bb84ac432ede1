import { mimeTypes } from "../../contracts/mimetypes.ts"
import { type BootstrapOptions, bootstrap, type Interval } from "../metrics/bootstrap.ts"
import { View } from "../show/displayable.ts"
import { textTable } from "../show/text-table.ts"
import { figuresFor } from "./figures.ts"
import { examplesIn, type Judged, judgedAt } from "./judged.ts"

export interface IntervalOptions extends BootstrapOptions {
  /** Names of the figures; accuracy and f1, or mae, rmse and r2 without them. */
  figures?: readonly string[]
}

/** How sure figures are, from bootstrapped resamples of the examples. */
export class Intervals extends View {
  /** By the name of the figure. */
  readonly values: Readonly<Record<string, Interval & { value: number }>>

  constructor(values: Intervals["values"]) {
    const rows = Object.entries(values).map(([name, { value, low, high }]) => [name, value, low, high])
    const level = Object.values(values)[0]?.level ?? 0
    const header = ["figure", "value", "from", "to"]
    const columns = header.map((name, i) => ({ name, type: i === 0 ? "string" : "number" }))
    super({
      [mimeTypes.table]: { columns, rows, total: rows.length },
      "text/plain": `${Number((level * 100).toPrecision(6))} % of resamples lie between\n${textTable(header, rows)}`,
    })
    this.values = values
  }
}

export function intervalsOf(judged: Judged, names: readonly string[], options: BootstrapOptions): Intervals {
  const all = figuresFor(judged)
  const of = (drawn: Judged) => Object.fromEntries(names.map(name => [name, all[name]!(drawn)]))
  const intervals = bootstrap(places => of(judgedAt(judged, places)), examplesIn(judged), options)
  const values = of(judged)
  return new Intervals(Object.fromEntries(names.map(name => [name, { ...intervals[name]!, value: values[name]! }])))
}
