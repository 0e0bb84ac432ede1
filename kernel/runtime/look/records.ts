import { types } from "node:util"
import { elements, ownValue, sampled, type Tabular, typeOfAll } from "./rows.ts"
import { intrinsic, isOpen, isPlain } from "./safe.ts"

/** Rows that are objects: the columns are their keys, in the order of their first appearance. */
export function recordsOf(value: unknown): Tabular | undefined {
  if (!isOpen(value) || !Array.isArray(value) || value.length === 0) return undefined
  const sample = elements(value, sampled)
  if (!sample.every(isPlain)) return undefined
  const names = [...new Set(sample.flatMap(row => Object.keys(row)))]
  return {
    columns: names.map(name => ({ name, type: typeOfAll(sample.map(row => ownValue(row, name))) })),
    total: value.length,
    cell(row, column) {
      const record = ownValue(value, row)
      return isOpen(record) ? ownValue(record, names[column]!) : column === 0 ? record : undefined
    },
  }
}

/** Rows that are arrays or typed arrays: the columns are their places. */
export function arraysOf(value: object): Tabular | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const sample = elements(value, sampled)
  const isRow = (row: unknown): row is object => isOpen(row) && (Array.isArray(row) || types.isTypedArray(row))
  if (!sample.every(isRow)) return undefined
  const width = Math.max(...sample.map(row => (Array.isArray(row) ? row.length : intrinsic.length(row))))
  return {
    columns: Array.from({ length: width }, (_, i) => ({
      name: String(i),
      type: typeOfAll(sample.map(row => ownValue(row, i))),
    })),
    total: value.length,
    cell(row, column) {
      const items = ownValue(value, row)
      return isRow(items) ? ownValue(items, column) : column === 0 ? items : undefined
    },
  }
}
