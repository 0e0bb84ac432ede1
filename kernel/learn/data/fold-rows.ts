import { KaonError } from "../../contracts/errors.ts"
import { randomFrom } from "../random.ts"
import { columnNamed, type Division, keyOf, labelsOf, reachOf, wayOf } from "./divide.ts"
import { foldsOf } from "./folds.ts"
import type { SplitChoice } from "./split-spec.ts"
import type { Source } from "./table.ts"

/**
 * Divides rows into so many parts whose sizes differ by one at most, each the test rows of one fold; by classes each part
 * has its share of every class, by group no group is in two. By time, each part is tested after training on all that came
 * before it (the first part is only trained on). A validation share is taken from the rest. Throws DATA_INVALID for fewer
 * than two folds, or more than there are rows or groups.
 */
export function foldRows(
  source: Source,
  rows: Uint32Array,
  count: number,
  choice: SplitChoice,
  shuffle: boolean,
): Division[] {
  if (!Number.isInteger(count) || count < 2 || count > rows.length) throw tooMany(rows.length, "rows", count)
  if (choice.time !== undefined) return byTime(source, rows, count, choice.time)
  const group = choice.group === undefined ? undefined : columnNamed(source, choice.group, "group")
  const labels = choice.stratify ? labelsOf(source) : undefined
  if (group !== undefined) {
    const groups = new Set(Array.from(rows, row => keyOf(group, row))).size
    if (groups < count) throw tooMany(groups, "groups", count)
  }
  const random = randomFrom(choice.seed)
  const folds = foldsOf(rows.length, count, {
    ...(labels !== undefined && { labels: (place: number) => labels(rows[place]!) }),
    ...(group !== undefined && { groups: (place: number) => keyOf(group, rows[place]!) }),
    ...(shuffle && { random }),
  })
  const share = Math.min(choice.validation / (1 - 1 / count), 1)
  const way = wayOf(source, choice)
  return folds.map(places => {
    const test = Uint32Array.from(places, place => rows[place]!)
    const held = new Set(test)
    const others = rows.filter(row => !held.has(row))
    if (choice.validation === 0) return { train: others, validation: undefined, test }
    const second = way(others, share)
    return { train: second.rest, validation: second.held, test }
  })
}

/** Parts of equal size in order of time, the odd rows in the first. */
function byTime(source: Source, rows: Uint32Array, count: number, name: string): Division[] {
  const column = columnNamed(source, name, "time")
  const time = (row: number) => Number(keyOf(column, row))
  const ordered = rows.toSorted((a, b) => time(a) - time(b) || a - b)
  const reach = reachOf(source, name)
  const size = Math.floor(rows.length / (count + 1))
  if (size === 0) throw tooMany(rows.length, "rows", count)
  return Array.from({ length: count }, (_, i) => {
    const start = rows.length - (count - i) * size
    const first = time(ordered[start]!)
    return {
      train: ordered
        .slice(0, start)
        .filter(row => reach === 0 || time(row) + reach <= first)
        .sort(),
      validation: undefined,
      test: ordered.slice(start, start + size).sort(),
    }
  })
}

const tooMany = (found: number, what: string, count: number): KaonError =>
  new KaonError("DATA_INVALID", `${found} ${what} cannot be divided into ${count} folds.`, {
    fix: "Give a whole number of folds, such as 5.",
  })
