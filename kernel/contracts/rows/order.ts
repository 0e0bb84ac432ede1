/*
 * How rows of a table are filtered and sorted, the same wherever it is done: in the kernel for values in its memory, in the page for
 * a table that an output brought along. Pure.
 */

export type Scalar = string | number | boolean | null
export type Comparison = "contains" | "=" | "!=" | "<" | "<=" | ">" | ">="

/** Cells by row and column, as what they compare as: numbers as numbers, nothing as null, all else as text. */
export interface Cells {
  readonly total: number
  at(row: number, column: number): Scalar
}

export interface OrderSpec {
  /** All of them hold for a row that is kept. */
  readonly filter: readonly { readonly column: number; readonly is: Comparison; readonly value: Scalar }[]
  readonly sort?: { readonly column: number; readonly descending: boolean } | undefined
}

/** The rows that pass the filter, in their order; equal rows keep theirs, and nothing comes last either way. */
export function orderOf({ total, at }: Cells, { filter, sort }: OrderSpec): Uint32Array {
  const kept = new Uint32Array(total)
  let count = 0
  for (let row = 0; row < total; row++) {
    if (filter.every(({ column, is, value }) => comparisons[is](at(row, column), value))) kept[count++] = row
  }
  const rows = kept.subarray(0, count)
  return sort === undefined ? rows.slice() : sorted(rows, row => at(row, sort.column), sort.descending)
}

function sorted(rows: Uint32Array, keyOf: (row: number) => Scalar, descending: boolean): Uint32Array {
  const keys = Array.from(rows, keyOf)
  const places = Uint32Array.from(rows.keys())
  const present = places.filter(place => keys[place] !== null)
  const missing = places.filter(place => keys[place] === null)
  const sign = descending ? -1 : 1
  const numbers = present.every(place => typeof keys[place] === "number")
  if (numbers) {
    const values = Float64Array.from(keys, key => key as number)
    present.sort((a, b) => sign * (values[a]! - values[b]!) || a - b)
  } else present.sort((a, b) => sign * compare(keys[a]!, keys[b]!) || a - b)
  const order = new Uint32Array(rows.length)
  present.forEach((place, i) => {
    order[i] = rows[place]!
  })
  missing.forEach((place, i) => {
    order[present.length + i] = rows[place]!
  })
  return order
}

const text = (value: Scalar): string => String(value ?? "").toLowerCase()

/** A number that was typed as text still finds numbers. */
const like = (wanted: Scalar, found: Scalar): Scalar =>
  typeof found === "number" && typeof wanted === "string" && wanted.trim() !== "" && !Number.isNaN(Number(wanted))
    ? Number(wanted)
    : typeof found === "boolean" && typeof wanted === "string"
      ? wanted.trim().toLowerCase() === String(found)
        ? found
        : wanted
      : wanted

const ordering =
  (holds: (sign: number) => boolean) =>
  (found: Scalar, wanted: Scalar): boolean =>
    found !== null && holds(compare(found, like(wanted, found)))

const comparisons: Record<Comparison, (found: Scalar, wanted: Scalar) => boolean> = {
  contains: (found, wanted) => text(found).includes(text(wanted)),
  "=": (found, wanted) => found === like(wanted, found),
  "!=": (found, wanted) => found !== like(wanted, found),
  "<": ordering(sign => sign < 0),
  "<=": ordering(sign => sign <= 0),
  ">": ordering(sign => sign > 0),
  ">=": ordering(sign => sign >= 0),
}

function compare(a: Scalar, b: Scalar): number {
  if (typeof a === "number" && typeof b === "number") return a - b
  const left = typeof a === "string" ? a : String(a)
  const right = typeof b === "string" ? b : String(b)
  return left < right ? -1 : left > right ? 1 : 0
}
