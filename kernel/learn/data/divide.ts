import type { ColumnPayload } from "../../contracts/dataset.ts"
import { KaonError } from "../../contracts/errors.ts"
import { nearest } from "../../contracts/nearest.ts"
import { type Random, randomFrom, shuffle } from "../random.ts"
import { partition } from "./partition.ts"
import { isMissing } from "./row.ts"
import type { SplitChoice } from "./split-spec.ts"
import type { Source } from "./table.ts"

export interface Division {
  train: Uint32Array
  validation: Uint32Array | undefined
  test: Uint32Array
}

/** Divides rows in two: about `share` of them are held back. */
type Divide = (rows: Uint32Array, share: number) => { held: Uint32Array; rest: Uint32Array }

/**
 * Divides the rows as chosen. A share is of all rows that are to be divided, so test and validation shares may be read side
 * by side. A source's own test rows stay what they are.
 */
export function divide(source: Source, rows: Uint32Array, ownTest: Uint32Array, choice: SplitChoice): Division {
  const way = wayOf(source, choice)
  const first = way(rows, choice.test)
  const test = source.testRows > 0 ? ownTest : first.held
  if (choice.validation === 0) return { train: first.rest, validation: undefined, test }
  const second = way(first.rest, choice.validation / (1 - choice.test))
  return { train: second.rest, validation: second.held, test }
}

/** How rows are divided in two, as chosen. */
export function wayOf(source: Source, choice: SplitChoice): Divide {
  const random = randomFrom(choice.seed)
  if (choice.time !== undefined) {
    return byTime(source, choice.time)
  }
  if (choice.group !== undefined) {
    const column = columnNamed(source, choice.group, "group")
    return (rows, share) => byGroup(rows, share, column, random)
  }
  const labels = choice.stratify ? labelsOf(source) : undefined
  return (rows, share) => partition(rows, share, random, labels)
}

export const labelsOf =
  ({ target }: Source) =>
  (row: number): number =>
    target.values[row] as number

/** A column of one value a row, whether it is a feature or not. */
export function columnNamed({ table, payload }: Source, name: string, what: string): ColumnPayload {
  const names = table.columns.map(column => column.name)
  const found = table.columns.find(column => column.name === name)
  if (found !== undefined && found.shape.length === 0) return found
  const near = nearest(name, names)
  throw new KaonError("DATA_INVALID", `"${payload.id}" has no column "${name}" to split by ${what}.`, {
    fix: near === undefined ? `Its columns are ${names.join(", ")}.` : `Did you mean "${near}"?`,
  })
}

/** The group or time of a row; throws DATA_INVALID for a row without one. */
export function keyOf(column: ColumnPayload, row: number): number | string {
  if (!isMissing(column, row)) return column.values[row]!
  throw new KaonError("DATA_INVALID", `Row ${row} has nothing in column "${column.name}", which the split is by.`, {
    fix: `Fill it in, or leave such rows out: .filter(row => row.${column.name}).`,
  })
}

/** Groups by chance, until about `share` of the rows are held; no group is in both parts. */
function byGroup(rows: Uint32Array, share: number, column: ColumnPayload, random: Random) {
  const groups = [...Map.groupBy(rows, row => keyOf(column, row))].sort(([a], [b]) => (a < b ? -1 : 1))
  const wanted = rows.length * share
  const order = shuffle(
    groups.map((_, i) => i),
    random,
  )
  const held = new Set<number>()
  for (const i of order) {
    const members = groups[i]![1]
    // A group is taken where that brings the share nearer.
    if (Math.abs(held.size + members.length - wanted) < Math.abs(held.size - wanted))
      for (const row of members) held.add(row)
  }
  return { held: rows.filter(row => held.has(row)), rest: rows.filter(row => !held.has(row)) }
}

/**
 * The latest rows are held: all of them are later than the rest. Rows of the same time stay together; rows whose reach ends
 * among the held ones are in neither part.
 */
export function byTime(source: Source, name: string): Divide {
  const column = columnNamed(source, name, "time")
  const reach = reachOf(source, name)
  if (column.kind !== "date" && column.kind !== "number") {
    throw new KaonError(
      "DATA_INVALID",
      `The column "${column.name}" holds ${column.kind === "text" ? "texts" : "classes"}, not times.`,
      {
        fix: `Read it with types: { "${column.name}": "timestamp" }.`,
      },
    )
  }
  const time = (row: number) => keyOf(column, row) as number
  return (rows, share) => {
    const ordered = rows.toSorted((a, b) => time(a) - time(b) || a - b)
    let cut = rows.length - Math.round(rows.length * share)
    while (cut > 0 && cut < rows.length && time(ordered[cut]!) === time(ordered[cut - 1]!)) cut -= 1
    const held = new Set(ordered.subarray(cut))
    const first = cut < rows.length ? time(ordered[cut]!) : Number.POSITIVE_INFINITY
    const clear = (row: number) => !held.has(row) && (reach === 0 || time(row) + reach <= first)
    return { held: rows.filter(row => held.has(row)), rest: rows.filter(clear) }
  }
}

/** How far rows reach beyond their time; 0 where they do not, or the time is of another column. */
export const reachOf = ({ payload: { reach } }: Source, name: string): number =>
  reach?.column === name ? reach.span : 0
