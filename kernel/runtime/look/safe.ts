import { types } from "node:util"

/** How far up a chain of prototypes is looked. */
const deepest = 20

/** Finds a property without running user code: not a getter, not a proxy's trap. */
export function findProperty(value: object, key: PropertyKey): PropertyDescriptor | undefined {
  let at: object | null = value
  for (let depth = 0; at !== null && depth < deepest; depth++) {
    if (types.isProxy(at)) return undefined
    const found = Object.getOwnPropertyDescriptor(at, key)
    if (found !== undefined) return found
    at = Object.getPrototypeOf(at)
  }
  return undefined
}

/** The value of a data property, own or inherited; undefined for a getter, and for what is not there. Runs no user code. */
export const dataProperty = (value: object, key: PropertyKey): unknown => findProperty(value, key)?.value

export const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

/** An object that may be looked into: no proxy. */
export const isOpen = (value: unknown): value is object => isObject(value) && !types.isProxy(value)

/** An object of the literal kind: its prototype is that of literals, or none. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (!isOpen(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** The name of a value's class: "Object" where it has none that can be known. */
export function className(value: object): string {
  const maker = dataProperty(value, "constructor")
  const name = typeof maker === "function" ? dataProperty(maker, "name") : undefined
  return typeof name === "string" && name !== "" ? name : "Object"
}

const getter = <T>(prototype: object, key: PropertyKey) => {
  const get = Object.getOwnPropertyDescriptor(prototype, key)?.get
  return (value: object): T => get?.call(value) as T
}

const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object

/** The platform's own getters: what a subclass puts in their place is not called. */
export const intrinsic = {
  length: getter<number>(typedArray, "length"),
  byteLength: getter<number>(typedArray, "byteLength"),
  mapSize: getter<number>(Map.prototype, "size"),
  setSize: getter<number>(Set.prototype, "size"),
  source: getter<string>(RegExp.prototype, "source"),
  entries: (map: object) => Map.prototype.entries.call(map),
  values: (set: object) => Set.prototype.values.call(set),
}
