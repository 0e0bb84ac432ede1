import { fromLeaf, type Leaf } from "./leaves.ts"
import type { Tree } from "./pack-tree.ts"
import type { Numbers } from "./safetensors.ts"

type Fill = (value: unknown, parts: unknown[], of: (tree: Tree) => unknown) => void

/** Each kind of composite: an empty one, and how it is filled once what points back to it can find it. */
const composites: Record<string, { empty(): object; fill: Fill }> = {
  array: {
    empty: () => [],
    fill(value, parts, of) {
      const array = value as unknown[]
      array.length = parts.length
      parts.forEach((part, i) => {
        if (!Array.isArray(part) || part[0] !== "hole") array[i] = of(part as Tree)
      })
    },
  },
  object: { empty: () => ({}), fill: properties },
  bare: { empty: () => Object.create(null), fill: properties },
  map: {
    empty: () => new Map(),
    fill(value, parts, of) {
      for (const [key, item] of parts as [Tree, Tree][]) (value as Map<unknown, unknown>).set(of(key), of(item))
    },
  },
  set: {
    empty: () => new Set(),
    fill(value, parts, of) {
      for (const item of parts) (value as Set<unknown>).add(of(item as Tree))
    },
  },
}

function properties(value: unknown, [parts]: unknown[], of: (tree: Tree) => unknown): void {
  for (const [key, part] of Object.entries(parts as Record<string, Tree>))
    Object.defineProperty(value, key, { value: of(part), enumerable: true, writable: true, configurable: true })
}

/** Puts together what `packTree` took apart. */
export function unpackTree(root: Tree, tensors: readonly Numbers[], nested: readonly unknown[]): unknown {
  const made: unknown[] = []
  const of = (tree: Tree): unknown => {
    if (!Array.isArray(tree)) return tree
    const [kind, ...parts] = tree
    if (kind === "again") return made[Number(parts[0])]
    if (kind === "frozen") return Object.freeze(of(parts[0] as Tree))
    if (kind === "stored") {
      const value = nested[Number(parts[0])]
      made.push(value)
      return value
    }
    const composite = composites[kind]
    if (composite !== undefined) {
      const value = composite.empty()
      made.push(value)
      composite.fill(value, parts, of)
      return value
    }
    const leaf = fromLeaf(tree as Leaf, tensors)
    if (leaf === undefined) throw new TypeError(`There is no kind of value ${kind}.`)
    if (kind !== "word" && kind !== "bigint") made.push(leaf.value)
    return leaf.value
  }
  return of(root)
}
