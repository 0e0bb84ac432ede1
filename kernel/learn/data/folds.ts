import { KaonError } from "../../contracts/errors.ts"
import { randomFrom } from "../random.ts"
import { partition } from "./partition.ts"
import type { SplitChoice } from "./split-spec.ts"
import type { Source } from "./table.ts"

export interface SplitRows {
  train: Uint32Array
  validation: Uint32Array | undefined
  test: Uint32Array
}

/**
 * Divides rows into so many parts whose sizes differ by one at most, each the test rows of one fold; with stratification
 * each part has its share of every class. A validation share is taken from the rest. Throws DATA_INVALID for fewer than
 * two folds, or more than there are rows.
 */
export function foldRows(source: Source, rows: Uint32Array, count: number, choice: SplitChoice): SplitRows[] {
  if (!Number.isInteger(count) || count < 2 || count > rows.length) {
    throw new KaonError("DATA_INVALID", `${rows.length} rows cannot be divided into ${count} folds.`, {
      fix: "Give a whole number of folds, such as 5.",
    })
  }
  const random = randomFrom(choice.seed)
  const labels = choice.stratify ? (row: number) => source.target.values[row] as number : undefined
  let left = rows
  const parts = Array.from({ length: count }, (_, i) => {
    const { held, rest } = partition(left, 1 / (count - i), random, labels)
    left = rest
    return held
  })
  return parts.map(test => {
    const held = new Set(test)
    const others = rows.filter(row => !held.has(row))
    if (choice.validation === 0) return { train: others, validation: undefined, test }
    const share = Math.min(choice.validation / (1 - 1 / count), 1)
    const { held: validation, rest: train } = partition(others, share, random, labels)
    return { train, validation, test }
  })
}
