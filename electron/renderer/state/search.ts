import type { Document } from "./model.ts"

export interface Query {
  readonly text: string
  readonly caseSensitive: boolean
  readonly regular: boolean
}

export interface Match {
  readonly cell: string
  readonly start: number
  readonly end: number
}

/** The pattern of a query, or undefined for an empty or ill-formed one. */
export function patternOf({ text, caseSensitive, regular }: Query): RegExp | undefined {
  if (text === "") return undefined
  try {
    return new RegExp(regular ? text : text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), `gm${caseSensitive ? "" : "i"}`)
  } catch {
    return undefined
  }
}

/** Every match in the sources of all cells, in the order of the notebook. Matches of nothing are left out. */
export function findAll(document: Document, query: Query): Match[] {
  const pattern = patternOf(query)
  if (pattern === undefined) return []
  return document.order.flatMap(cell =>
    [...document.cells.get(cell)!.source.matchAll(pattern)]
      .filter(found => found[0] !== "")
      .map(found => ({ cell, start: found.index, end: found.index + found[0].length })),
  )
}

/** The sources that change when matches are replaced: all, or the one given. `$1` means a group in a regular expression only. */
export function replaced(
  document: Document,
  query: Query,
  by: string,
  only?: Match,
): { cell: string; source: string }[] {
  const pattern = patternOf(query)
  if (pattern === undefined) return []
  const text = query.regular ? by : by.replaceAll("$", "$$$$")
  const once = new RegExp(pattern.source, pattern.flags.replace("g", "y"))
  return document.order
    .filter(cell => only === undefined || only.cell === cell)
    .flatMap(cell => {
      const { source } = document.cells.get(cell)!
      if (only !== undefined) once.lastIndex = only.start
      const next = source.replace(only === undefined ? pattern : once, text)
      return next === source ? [] : [{ cell, source: next }]
    })
}
