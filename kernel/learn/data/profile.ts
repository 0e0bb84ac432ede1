import { mimeTypes } from "../../contracts/mimetypes.ts"
import { View } from "../show/displayable.ts"
import { textTable } from "../show/text-table.ts"
import { compile } from "../steps/compile.ts"
import type { Dataset } from "./dataset.ts"
import { numbersOf } from "./input-columns.ts"
import { isMissing } from "./row.ts"

const header = [
  "column",
  "kind",
  "missing",
  "distinct",
  "min",
  "mean",
  "max",
  "std",
  "prepared min",
  "prepared mean",
  "prepared max",
]

/** Each column of the training split: raw, and as the model is fed it. */
export function profileOf(dataset: Dataset): View {
  const { source, steps, preprocessing, train } = dataset
  const rows = preprocessing.columns.map((column, i) => {
    const payload = source.features[i]!
    const raw = numbersOf(payload, column, train.indices)
    const own = [
      { step: "columns", state: { columns: [column] } },
      ...steps.filter(step => step.column === column.name),
    ]
    const prepared = figures(compile(own).run(raw, train.size))
    const missing = train.indices.reduce((sum, row) => sum + Number(isMissing(payload, row)), 0)
    const { least, mean, most, deviation } = figures(raw)
    const distinct = new Set(raw).size
    return [
      column.name,
      column.kind,
      missing,
      distinct,
      least,
      mean,
      most,
      deviation,
      prepared.least,
      prepared.mean,
      prepared.most,
    ]
  })
  const columns = header.map((name, i) => ({ name, type: i < 2 ? "string" : "number" }))
  return new View({
    [mimeTypes.table]: { columns, rows, total: rows.length },
    "text/plain": textTable(header, rows),
  })
}

function figures(values: Float32Array): { least: number; mean: number; most: number; deviation: number } {
  let [count, sum, squares] = [0, 0, 0]
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (Number.isNaN(value)) continue
    count += 1
    sum += value
    squares += value * value
    if (value < least) least = value
    if (value > most) most = value
  }
  const mean = sum / count
  return { least, mean, most, deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)) }
}
