import { type Random, randomFrom, range, shuffle } from "../random.ts"
import type { Numbers } from "./step.ts"

export interface IsolationOptions {
  /** Trees: 100 without it. */
  trees?: number
  /** Rows that each tree is grown from: 256 without it. */
  samples?: number
  /** Share of the training rows that are outliers; without it, rows with a score above 0.5 are. */
  contamination?: number
  seed?: number
}

/** A tree as arrays by node, the root first; a leaf has the feature −1 and the number of rows that ended in it. */
export interface Tree {
  feature: number[]
  threshold: number[]
  left: number[]
  right: number[]
  size: number[]
}

export interface Forest {
  trees: Tree[]
  samples: number
}

export function growForest(columns: readonly Numbers[], rows: number, options: IsolationOptions): Forest {
  const { trees = 100, samples = 256, seed = 0 } = options
  const taken = Math.min(samples, rows)
  const random = randomFrom(seed)
  const depth = Math.ceil(Math.log2(Math.max(taken, 2)))
  const grow = () => {
    const tree: Tree = { feature: [], threshold: [], left: [], right: [], size: [] }
    growNode(tree, columns, shuffle(range(rows), random).subarray(0, taken), depth, random)
    return tree
  }
  return { samples: taken, trees: Array.from({ length: trees }, grow) }
}

/** Adds a node for some rows, and all below it; returns its number. */
function growNode(tree: Tree, columns: readonly Numbers[], rows: Uint32Array, depth: number, random: Random): number {
  const node = tree.feature.length
  for (const list of [tree.left, tree.right]) list.push(-1)
  tree.feature.push(-1)
  tree.threshold.push(0)
  tree.size.push(rows.length)
  const cut = depth > 0 && rows.length > 1 ? cutOf(columns, rows, random) : undefined
  if (cut === undefined) return node
  const values = columns[cut.feature]!
  tree.feature[node] = cut.feature
  tree.threshold[node] = cut.threshold
  tree.left[node] = growNode(
    tree,
    columns,
    rows.filter(row => values[row]! <= cut.threshold),
    depth - 1,
    random,
  )
  tree.right[node] = growNode(
    tree,
    columns,
    rows.filter(row => !(values[row]! <= cut.threshold)),
    depth - 1,
    random,
  )
  return node
}

/** A column by chance that varies over the rows, and a place between its ends; undefined where none does. */
function cutOf(columns: readonly Numbers[], rows: Uint32Array, random: Random) {
  for (const feature of shuffle(range(columns.length), random)) {
    const values = columns[feature]!
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const row of rows) {
      low = Math.min(low, Number.isNaN(values[row]!) ? low : values[row]!)
      high = Math.max(high, Number.isNaN(values[row]!) ? high : values[row]!)
    }
    if (low < high) return { feature, threshold: low + random() * (high - low) }
  }
  return undefined
}

/** Mean depth of an unsuccessful search in a binary tree of n values: what a leaf of n rows adds to its depth. */
function averageDepth(n: number): number {
  if (n <= 1) return 0
  if (n === 2) return 1
  return 2 * (Math.log(n - 1) + 0.5772156649015329) - (2 * (n - 1)) / n
}

/** 0 to 1 for each row, the nearer to 1 the easier it is told apart: 2^(−mean depth / average depth). */
export function scoresOf({ trees, samples }: Forest, columns: readonly Numbers[], rows: number): Float64Array {
  const scale = averageDepth(samples) || 1
  return Float64Array.from({ length: rows }, (_, row) => {
    let depth = 0
    for (const tree of trees) {
      let node = 0
      while (tree.feature[node]! >= 0) {
        depth += 1
        node = columns[tree.feature[node]!]![row]! <= tree.threshold[node]! ? tree.left[node]! : tree.right[node]!
      }
      depth += averageDepth(tree.size[node]!)
    }
    return 2 ** (-depth / (trees.length * scale))
  })
}
