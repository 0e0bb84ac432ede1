import type { ColumnPayload } from "../../../contracts/dataset.ts"
import { View } from "../../show/displayable.ts"
import { figure } from "../../show/text-table.ts"
import { sortedKnown } from "../../steps/quantile.ts"
import { widthOf } from "../../steps/step.ts"
import type { Dataset } from "../dataset.ts"
import { valuesOf } from "../input-columns.ts"
import type { Split } from "../split.ts"
import { categoryDrift, type Drift, numberDrift } from "./drift.ts"
import { correlate, measureNumbers, measureTexts } from "./measure.ts"
import type { ColumnProfile, Correlations, Profile } from "./profile.ts"
import { profileBundle } from "./view.ts"

/** Numbers of a column of images or sounds that are looked at. */
const looked = 1_000_000

/** What the training rows hold, before and after preparation, and how the other splits differ from them. */
export class DatasetProfile extends View implements Profile {
  readonly rows: number
  /** The target and each feature as it came, then as the model is fed it ("… prepared"). */
  readonly columns: ColumnProfile[]
  readonly correlations: Correlations
  readonly drift: Drift[]

  constructor(title: string, profile: Profile, drift: Drift[]) {
    super(withDrift(profileBundle(title, profile), drift))
    this.rows = profile.rows
    this.columns = profile.columns
    this.correlations = profile.correlations
    this.drift = drift
  }
}

export function profileOf(dataset: Dataset): DatasetProfile {
  const { source, train, preprocessing } = dataset
  const raw = [source.target, ...source.features].map(column => measure(column, train.indices))
  const { columns, values } = preprocessing.apply(train.columns(), train.size)
  const prepared = columns.map((column, i) => {
    const numbers = sampled(values[i] as Float64Array)
    return {
      ...measureNumbers(`${column.name} prepared`, "number", numbers),
      exact: numbers.length === values[i]!.length,
    }
  })
  const numeric = source.table.columns.filter(column => column.kind === "number" && column.shape.length === 0)
  const correlations = correlate(
    numeric.map(column => column.name),
    numeric.map(column => valuesOf(column, train.indices) as Float64Array),
  )
  const others = dataset.splits.filter(split => split !== train && split.size > 0)
  const drift = others.flatMap(split => driftOf(train, split, [source.target, ...source.features]))
  const profile = { rows: train.size, columns: [...raw, ...prepared], correlations }
  return new DatasetProfile(`${dataset.name}, training split: ${train.size.toLocaleString("en")} rows`, profile, drift)
}

/** Evenly over the rows, where there are too many to sort them all. */
function sampled(values: Float64Array | Float32Array): Float64Array {
  const step = Math.ceil(values.length / looked)
  return Float64Array.from({ length: Math.ceil(values.length / step) || 0 }, (_, i) => values[i * step]!)
}

function measure(column: ColumnPayload, rows: Uint32Array): ColumnProfile {
  const { name, kind } = column
  if (kind === "text" || kind === "class") return measureTexts(name, kind, textsOf(column, rows))
  const values = valuesOf(column, widthOf(column) === 1 ? rows : rows.subarray(0, Math.ceil(looked / widthOf(column))))
  const profile = measureNumbers(name, kind, values as Float64Array)
  return { ...profile, exact: values.length === rows.length * widthOf(column) }
}

function textsOf({ kind, values, classes }: ColumnPayload, rows: Uint32Array): string[] {
  if (kind === "text") return Array.from(rows, row => values[row] as string)
  return Array.from(rows, row => classes?.[values[row] as number] ?? "")
}

function driftOf(before: Split, after: Split, columns: readonly ColumnPayload[]): Drift[] {
  return columns.flatMap(column => {
    if (column.shape.length > 0) return []
    const [a, b] = [before.indices, after.indices]
    const numbers = (rows: Uint32Array) => sortedKnown(valuesOf(column, rows) as Float64Array)
    const found =
      column.kind === "text" || column.kind === "class"
        ? categoryDrift(textsOf(column, a), textsOf(column, b))
        : numberDrift(numbers(a), numbers(b))
    return [{ column: column.name, split: after.name, ...found }]
  })
}

function withDrift(bundle: ReturnType<typeof profileBundle>, drift: readonly Drift[]) {
  const large = drift.filter(each => each.large)
  if (drift.length === 0) return bundle
  const text = large.map(({ column, split, distance }) => `${column} in ${split} (${figure(distance)})`).join(", ")
  const line = large.length === 0 ? "no column differs between the splits" : `differs from the training split: ${text}`
  return { ...bundle, "text/plain": `${bundle["text/plain"]}\n${line}` }
}
