import type { ColumnPayload, DatasetPayload, SplitPayload } from "../../contracts/dataset.ts"
import { KaonError } from "../../contracts/errors.ts"

/** All rows of a source in one table, with the number of those, at its end, that the source itself holds back for testing. */
export interface Source {
  payload: Omit<DatasetPayload, "splits">
  table: SplitPayload
  testRows: number
  target: ColumnPayload
  features: ColumnPayload[]
}

const sources = new WeakSet<object>()

/** Is this value a source, and not just a value that looks like one? */
export const isSource = (value: object): value is Source => sources.has(value)

/** Says that a value is a source. */
export function noteSource(source: Source): Source {
  sources.add(source)
  return source
}

/** Values a row of this column has. */
export const widthOf = (column: Pick<ColumnPayload, "shape">): number => column.shape.reduce((a, b) => a * b, 1)

/** Checks what a plugin handed over (DATASET_INVALID with what is wrong) and joins its splits. */
export function sourceFrom(payload: DatasetPayload): Source {
  const { splits, ...rest } = payload
  const parts = "all" in splits ? [splits.all] : [splits.train, splits.test]
  for (const part of parts) checkPart(payload.id, part)
  const table = parts.length === 1 ? parts[0]! : join(payload.id, parts[0]!, parts[1]!)
  const target = table.columns.find(column => column.name === payload.target)
  if (target === undefined) {
    const names = table.columns.map(column => column.name).join(", ")
    throw invalid(payload.id, `has no column "${payload.target}" to predict; its columns are ${names}`)
  }
  const aside = table.columns.filter(column => column !== target && payload.aside?.includes(column.name))
  const features = table.columns.filter(column => column !== target && !aside.includes(column))
  if (features.length === 0) throw invalid(payload.id, "has no column to predict from")
  const named = target.kind === "text" ? classesFromText(target) : target
  return noteSource({ payload: rest, table, testRows: parts[1]?.rows ?? 0, target: named, features })
}

function checkPart(id: string, part: SplitPayload): void {
  for (const column of part.columns) {
    const wanted = part.rows * widthOf(column)
    if (column.values.length !== wanted) {
      throw invalid(id, `column "${column.name}" has ${column.values.length} values, not ${wanted} (${part.rows} rows)`)
    }
  }
}

/** The rows of both, one after the other. */
export function join(id: string, first: SplitPayload, second: SplitPayload): SplitPayload {
  const columns = first.columns.map(column => {
    const other = second.columns.find(({ name }) => name === column.name)
    if (other === undefined) throw invalid(id, `its test split has no column "${column.name}"`)
    return { ...column, values: joinValues(column.values, other.values) }
  })
  return { rows: first.rows + second.rows, columns }
}

function joinValues(a: ColumnPayload["values"], b: ColumnPayload["values"]): ColumnPayload["values"] {
  if (Array.isArray(a) || Array.isArray(b)) return [...(a as string[]), ...(b as string[])]
  // Bytes may come as Node's Buffer, whose constructor is no more to be called.
  const Values = a instanceof Uint8Array ? Uint8Array : (a.constructor as { new (length: number): Float64Array })
  const joined = new Values(a.length + b.length)
  joined.set(a)
  joined.set(b, a.length)
  return joined
}

function classesFromText(column: ColumnPayload): ColumnPayload {
  const texts = column.values as string[]
  const classes = [...new Set(texts)].filter(text => text !== "").sort()
  const index = new Map(classes.map((name, i) => [name, i]))
  return { ...column, kind: "class", classes, values: Int32Array.from(texts, text => index.get(text) ?? -1) }
}

const invalid = (id: string, what: string): KaonError =>
  new KaonError("DATASET_INVALID", `The dataset "${id}" is not usable: ${what}.`, {
    fix: "Tell the author of the dataset's plugin.",
  })
