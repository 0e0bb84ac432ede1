import { types } from "node:util"
import { arrowTable, datasetTable, tensorTable } from "./datatables.ts"
import { arraysOf, recordsOf } from "./records.ts"
import { list, ownValue, pairs, type Tabular } from "./rows.ts"
import { intrinsic, isOpen, isPlain } from "./safe.ts"

/** What has rows, in the order of asking. Only a tensor's, a dataset's and an Arrow table's own methods are called. */
const recognisers: ((value: object) => Tabular | undefined)[] = [
  tensorTable,
  datasetTable,
  arrowTable,
  recordsOf,
  arraysOf,
  value => (Array.isArray(value) ? list(value.length, index => ownValue(value, index)) : undefined),
  value =>
    types.isTypedArray(value)
      ? list(intrinsic.length(value), index => (value as unknown as number[])[index])
      : undefined,
  value => (types.isMap(value) ? pairs(intrinsic.mapSize(value), () => [...intrinsic.entries(value)]) : undefined),
  value => {
    if (!types.isSet(value)) return undefined
    let found: unknown[] | undefined
    return list(intrinsic.setSize(value), index => {
      found ??= [...intrinsic.values(value)]
      return found[index]
    })
  },
  value => {
    if (!isPlain(value)) return undefined
    const keys = Object.keys(value)
    return pairs(keys.length, () => keys.map(key => [key, ownValue(value, key)]))
  },
]

/** A value as rows, or undefined where it has none. */
export function tabularOf(value: unknown): Tabular | undefined {
  if (!isOpen(value)) return undefined
  for (const recognise of recognisers) {
    const found = recognise(value)
    if (found !== undefined) return found
  }
  return undefined
}
