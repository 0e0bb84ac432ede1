import type { Cell, Document } from "./model.ts"

export interface Query {
  readonly text: string
  readonly caseSensitive: boolean
  readonly regular: boolean
  readonly word: boolean
  /** Only these cells; all where undefined. */
  readonly within?: readonly string[] | undefined
}

export const noQuery: Query = { text: "", caseSensitive: false, regular: false, word: false }

export interface Match {
  readonly cell: string
  readonly start: number
  readonly end: number
}

/** The pattern of a query, or undefined for an empty or ill-formed one. */
export function patternOf({ text, caseSensitive, regular, word }: Query): RegExp | undefined {
  if (text === "") return undefined
  try {
    const plain = regular ? text : text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    // A letter beside the match would make it a part of a longer word.
    const whole = word ? `(?<![\\p{L}\\p{N}_$])(?:${plain})(?![\\p{L}\\p{N}_$])` : plain
    return new RegExp(whole, `gm${word ? "u" : ""}${caseSensitive ? "" : "i"}`)
  } catch {
    return undefined
  }
}

/** Every match in the sources of all cells, in the order of the notebook. Matches of nothing are left out. */
export function findAll(document: Document, query: Query): Match[] {
  const pattern = patternOf(query)
  if (pattern === undefined) return []
  return searched(document, query).flatMap(cell => matchesIn(document.cells.get(cell)!, pattern))
}

export const matchesIn = ({ id, source }: Cell, pattern: RegExp): Match[] =>
  [...source.matchAll(pattern)]
    .filter(found => found[0] !== "")
    .map(found => ({ cell: id, start: found.index, end: found.index + found[0].length }))

const searched = ({ order }: Document, { within }: Query): readonly string[] =>
  within === undefined ? order : order.filter(id => within.includes(id))

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
  return searched(document, query)
    .filter(cell => only === undefined || only.cell === cell)
    .flatMap(cell => {
      const { source } = document.cells.get(cell)!
      if (only !== undefined) once.lastIndex = only.start
      const next = source.replace(only === undefined ? pattern : once, text)
      return next === source ? [] : [{ cell, source: next }]
    })
}
