import { className, isOpen } from "./safe.ts"

/** A value seen as rows and columns; cells are read when asked for. */
export interface Tabular {
  columns: { name: string; type: string }[]
  total: number
  cell(row: number, column: number): unknown
}

/** Rows whose keys and types are looked at to find the columns. */
export const sampled = 100

/** What a cell holds where reading it would run a getter. */
const getterNote = "[Getter]"

export function ownValue(value: object, key: PropertyKey): unknown {
  const found = Object.getOwnPropertyDescriptor(value, key)
  return found?.get === undefined ? found?.value : getterNote
}

/** The type that all values have, nulls aside; "mixed" where they differ. */
export function typeOfAll(values: readonly unknown[]): string {
  const found = new Set(values.filter(value => value !== undefined && value !== null).map(typeName))
  return found.size === 1 ? [...found][0]! : found.size === 0 ? "null" : "mixed"
}

const typeName = (value: unknown): string =>
  typeof value !== "object" || value === null ? typeof value : isOpen(value) ? className(value) : "Proxy"

/** Array elements by descriptor, so that no getter runs; undefined for holes. */
export const elements = (value: object, count: number): unknown[] =>
  Array.from({ length: Math.min(count, (value as unknown[]).length) }, (_, i) => ownValue(value, i))

export function list(total: number, at: (index: number) => unknown, type?: string): Tabular {
  const sample = Array.from({ length: Math.min(total, sampled) }, (_, i) => at(i))
  return {
    columns: [
      { name: "index", type: "number" },
      { name: "value", type: type ?? typeOfAll(sample) },
    ],
    total,
    cell: (row, column) => (column === 0 ? row : at(row)),
  }
}

export function pairs(total: number, all: () => [unknown, unknown][]): Tabular {
  let found: [unknown, unknown][] | undefined
  const at = (row: number) => {
    found ??= all()
    return found[row] ?? []
  }
  const sample = Array.from({ length: Math.min(total, sampled) }, (_, i) => at(i))
  return {
    columns: [
      { name: "key", type: typeOfAll(sample.map(([key]) => key)) },
      { name: "value", type: typeOfAll(sample.map(([, value]) => value)) },
    ],
    total,
    cell: (row, column) => at(row)[column],
  }
}
