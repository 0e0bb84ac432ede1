import { KaonError, type Place } from "../../../contracts/errors.ts"
import type { CellQuery } from "./cell-query.ts"

/**
 * A failure of a cell's query as the cell has it: places are counted in the cell, and a table that is not there is one that no cell
 * defines. Places in files stay as they are.
 */
export function cellFailure(error: unknown, { line }: CellQuery, others: ReadonlyMap<string, unknown>): unknown {
  if (!(error instanceof KaonError)) return error
  const { code, message, fix, place, cause } = error
  const inQuery = code === "QUERY_INVALID"
  const moved: Place | undefined =
    place?.line === undefined || place.file !== undefined || !inQuery
      ? place
      : { ...place, line: place.line + line - 1 }
  const table = inQuery ? /^There is no table "(.+)"\.$/.exec(message)?.[1] : undefined
  const [said, advice] = table === undefined ? [message, fix] : absent(table, others)
  return new KaonError(code, said, {
    ...(advice === undefined ? {} : { fix: advice }),
    // A place within a file is none in the cell.
    ...(moved === undefined || !inQuery ? {} : { place: moved }),
    cause,
  })
}

function absent(table: string, others: ReadonlyMap<string, unknown>): [message: string, fix: string] {
  const value = others.get(table)
  if (value === undefined) {
    const fix = `Define ${table} in a cell above, or name a file in quotes: '${table}.csv'.`
    return [`There is no table "${table}".`, fix]
  }
  const fix = "A table, a dataset, an array of objects or an object of arrays can be selected from."
  return [`"${table}" is ${described(value)}, and no table.`, fix]
}

function described(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : "an array of other values than objects"
  if (typeof value !== "object" || value === null) return value === null ? "null" : `a ${typeof value}`
  const name = value.constructor?.name
  return name === undefined || name === "Object" ? "an object" : `of the class ${name}`
}
