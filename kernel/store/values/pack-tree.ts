import { types } from "node:util"
import { objectLeaf, primitive } from "./leaves.ts"
import { refused } from "./refusal.ts"
import type { Numbers } from "./safetensors.ts"

/** A value as JSON: primitives as they are, everything else as a list that begins with its kind. */
export type Tree = string | number | boolean | null | [string, ...unknown[]]

export interface PackedTree {
  tree: Tree
  tensors: Numbers[]
  /** Values that are stored by themselves, in the order of the places that stand for them. */
  nested: object[]
}

export interface TreeEdges {
  /** What the value is called, for what is said of a part that cannot be stored. */
  name: string
  /** Is this a value that is stored by itself? */
  isNested(value: object): boolean
  /** Told of every object that is part of the value; may throw. */
  visit?(value: object, path: string): void
}

/**
 * Takes a value apart: everything that structured cloning keeps, with what is shared and circular in it, and nothing that it would
 * lose. Throws VALUE_NOT_STORED with the path of the part that is at fault.
 */
export function packTree(root: unknown, { name, isNested, visit }: TreeEdges): PackedTree {
  const packed: PackedTree = { tree: null, tensors: [], nested: [] }
  const seen = new Map<object, number>()
  const memory = new Map<ArrayBufferLike, [number, number][]>()

  const keep = (path: string) => (numbers: Numbers) => {
    const { buffer, byteOffset: from, byteLength } = numbers
    if (types.isSharedArrayBuffer(buffer)) throw refused(path, "shares its memory with another thread")
    if (buffer.resizable) throw refused(path, "has memory whose size may change")
    const taken = memory.get(buffer) ?? []
    if (taken.some(([start, end]) => from < end && start < from + byteLength))
      throw refused(path, "shares its memory with another array")
    memory.set(buffer, [...taken, [from, from + byteLength]])
    return packed.tensors.push(numbers) - 1
  }

  const pack = (value: unknown, path: string): Tree => {
    const plain = primitive(value)
    if (plain !== undefined) return plain as Tree
    if (typeof value !== "object" || value === null) throw refused(path, `is a ${typeof value}`)
    const before = seen.get(value)
    if (before !== undefined) return ["again", before]
    if (types.isProxy(value)) throw refused(path, "is a proxy")
    seen.set(value, seen.size)
    if (isNested(value)) return ["stored", packed.nested.push(value) - 1]
    visit?.(value, path)
    const leaf = objectLeaf(value, keep(path))
    if (leaf !== undefined) return withoutMore(value, leaf, path)
    const tree = composite(value, path)
    if (Object.isExtensible(value)) return tree
    if (!Object.isFrozen(value)) throw refused(path, "takes no further properties, but is not frozen")
    return ["frozen", tree]
  }

  const composite = (value: object, path: string): Tree => {
    const prototype = Object.getPrototypeOf(value)
    if (prototype === Array.prototype) return ["array", ...items(value as unknown[], path)]
    if (prototype === Object.prototype) return ["object", properties(value, path)]
    if (prototype === null) return ["bare", properties(value, path)]
    if (prototype === Map.prototype && types.isMap(value))
      return withoutMore(
        value,
        [
          "map",
          ...[...value].map(([key, item], i) => [pack(key, `${path}.key(${i})`), pack(item, `${path}.get(${i})`)]),
        ],
        path,
      )
    if (prototype === Set.prototype && types.isSet(value))
      return withoutMore(value, ["set", ...[...value].map((item, i) => pack(item, `${path}.item(${i})`))], path)
    throw refused(path, `is a ${nameOf(prototype)}, which has no form to be stored in`)
  }

  const items = (value: unknown[], path: string): unknown[] => {
    const keys = Reflect.ownKeys(value)
    const whole = keys.length === value.length + 1
    if (!whole && keys.some(key => typeof key === "symbol" || (key !== "length" && !/^\d+$/.test(key))))
      throw refused(path, "is an array with properties of its own")
    return Array.from(value, (item, i) => (whole || i in value ? pack(item, `${path}[${i}]`) : ["hole"]))
  }

  const properties = (value: object, path: string): Record<string, Tree> => {
    const found: [string, Tree][] = []
    for (const key of Reflect.ownKeys(value)) {
      if (typeof key === "symbol") throw refused(path, `has the property ${String(key)}`)
      const property = Object.getOwnPropertyDescriptor(value, key)!
      if (!("value" in property) || !property.enumerable) throw refused(`${path}.${key}`, "is computed or hidden")
      found.push([key, pack(property.value, `${path}.${key}`)])
    }
    return Object.fromEntries(found)
  }

  try {
    packed.tree = pack(root, name)
  } catch (cause) {
    if (cause instanceof RangeError) throw refused(name, "is nested too deep")
    throw cause
  }
  return packed
}

/** What hangs on a date, a map or an array of numbers beside its content would be lost. */
function withoutMore(value: object, tree: Tree, path: string): Tree {
  const own = ArrayBuffer.isView(value)
    ? Reflect.ownKeys(value).length - lengthOf(value)
    : Reflect.ownKeys(value).length
  if (own > (types.isRegExp(value) ? 1 : 0)) throw refused(path, "has properties of its own")
  return tree
}

const lengthOf = (view: ArrayBufferView): number => ("length" in view ? Number(view.length) : 0)

const nameOf = (prototype: unknown): string =>
  (prototype as { constructor?: { name?: string } }).constructor?.name || "value of an unnamed class"
