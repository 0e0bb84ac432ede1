import { type Random, range, shuffle } from "../random.ts"

export interface FoldOptions {
  /** Label of a row: every fold gets each label's share. */
  labels?: (row: number) => number
  /** Group of a row: a group is never in two folds. */
  groups?: (row: number) => number | string
  /** Rows are taken by chance; in their order without it. */
  random?: Random
}

/**
 * Divides `rows` rows into folds of nearly equal size, each in the order of its rows. Without chance the folds are those of
 * scikit-learn's KFold, StratifiedKFold and GroupKFold.
 */
export function foldsOf(rows: number, folds: number, { labels, groups, random }: FoldOptions = {}): Uint32Array[] {
  const of =
    groups !== undefined
      ? byGroup(rows, folds, groups, random)
      : labels !== undefined
        ? byLabel(rows, folds, labels, random)
        : plain(rows, folds, random)
  return Array.from({ length: folds }, (_, fold) => {
    const places: number[] = []
    for (let row = 0; row < rows; row++) if (of[row] === fold) places.push(row)
    return Uint32Array.from(places)
  })
}

/** The fold of each row: blocks of rows, the first ones a row longer where it does not come out even. */
function plain(rows: number, folds: number, random: Random | undefined): Uint32Array {
  const of = new Uint32Array(rows)
  let row = 0
  for (let fold = 0; fold < folds; fold++) {
    const size = Math.floor(rows / folds) + (fold < rows % folds ? 1 : 0)
    for (let i = 0; i < size; i++) of[row++] = fold
  }
  return random === undefined ? of : shuffle(of, random)
}

/** Labels are dealt out to the folds as if the rows were sorted by them, so that every fold has its share of each. */
function byLabel(
  rows: number,
  folds: number,
  labels: (row: number) => number,
  random: Random | undefined,
): Uint32Array {
  const codes = new Map<number, number>()
  const coded = Uint32Array.from({ length: rows }, (_, row) => {
    const label = labels(row)
    if (!codes.has(label)) codes.set(label, codes.size)
    return codes.get(label)!
  })
  const counts = Array.from({ length: codes.size }, () => new Uint32Array(folds))
  coded.toSorted().forEach((code, place) => {
    counts[code]![place % folds]! += 1
  })
  const queues = counts.map(perFold => {
    const queue = Uint32Array.from([...perFold].flatMap((count, fold) => new Array<number>(count).fill(fold)))
    return random === undefined ? queue : shuffle(queue, random)
  })
  const next = new Uint32Array(codes.size)
  return coded.map(code => queues[code]![next[code]!++]!)
}

/** The largest group first, each into the fold that has the fewest rows so far. */
function byGroup(
  rows: number,
  folds: number,
  groups: (row: number) => number | string,
  random: Random | undefined,
): Uint32Array {
  const members = Map.groupBy(
    Array.from({ length: rows }, (_, row) => row),
    groups,
  )
  // Of groups of one size the last comes first, as in scikit-learn, where chance does not decide.
  const sorted = [...members].sort(([a], [b]) => (a < b ? 1 : -1))
  const order = random === undefined ? sorted : Array.from(shuffle(range(sorted.length), random), i => sorted[i]!)
  order.sort(([, a], [, b]) => b.length - a.length)
  const sizes = new Float64Array(folds)
  const of = new Uint32Array(rows)
  for (const [, group] of order) {
    const fold = sizes.indexOf(Math.min(...sizes))
    sizes[fold]! += group.length
    for (const row of group) of[row] = fold
  }
  return of
}
