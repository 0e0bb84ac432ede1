import { types } from "node:util"
import { intrinsic } from "./safe.ts"

/** Parts of a value that are looked at. A larger one is looked at in places that are spread over it. */
const budget = 256
/** Numbers of a typed array up to which all count. */
const whole = 4096

/** Milliseconds that all values may keep the thread. */
const most = 50
/** Keys up to which an object is looked at: they are all gone through to look at a few. */
const mostKeys = 20_000
/** Objects of more: they are left alone from then on. */
const huge = new WeakSet<object>()

/** The fingerprints of values by name; those are left out that have none, and those that no time was left for. */
export function fingerprints(values: readonly (readonly [name: string, value: unknown])[]): [string, number][] {
  const found: [string, number][] = []
  const begun = performance.now()
  for (const [name, value] of values) {
    if (performance.now() - begun > most) break
    const print = fingerprint(value)
    if (print !== undefined) found.push([name, print])
  }
  return found
}

/**
 * A number that is another one, most likely, once a value was changed in place: of arrays, typed arrays, plain objects, maps and sets, and
 * what they consist of. Undefined for all else: primitives cannot change, and instances of classes change as their classes will. Runs no
 * code of the user; its cost grows with the keys of an object alone. Of a large value, a change between the places looked at is not seen.
 */
export function fingerprint(value: unknown): number | undefined {
  if (!isOpen(value)) return undefined
  const state = { hash: 0x811c9dc5, left: budget }
  mix(value, state, 0)
  return state.hash
}

interface State {
  hash: number
  left: number
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

const isOpen = (value: unknown): value is object =>
  typeof value === "object" &&
  value !== null &&
  !types.isProxy(value) &&
  !huge.has(value) &&
  (Array.isArray(value) || types.isTypedArray(value) || types.isMap(value) || types.isSet(value) || isPlain(value))

function text(written: string, state: State): void {
  // The ends and the length of a long text: its middle is too much to look at.
  const shown = written.length > 128 ? `${written.length}${written.slice(0, 64)}${written.slice(-64)}` : written
  for (let i = 0; i < shown.length; i++) state.hash = Math.imul(state.hash ^ shown.charCodeAt(i), 0x01000193) >>> 0
}

/** The first entries of a map or a set, and its size. */
function collected(value: object): unknown[] | undefined {
  const listed = types.isMap(value)
    ? intrinsic.entries(value)
    : types.isSet(value)
      ? intrinsic.values(value)
      : undefined
  if (listed === undefined) return undefined
  const size = types.isMap(value) ? intrinsic.mapSize(value) : intrinsic.setSize(value)
  return [size, ...listed.take(64)].flat()
}

function mix(value: unknown, state: State, depth: number): void {
  state.left -= 1
  if (!isOpen(value)) {
    text(
      typeof value === "object" || typeof value === "function" ? typeof value : `${typeof value}${String(value)}`,
      state,
    )
    return
  }
  if (state.left <= 0 || depth > 8) return
  if (types.isTypedArray(value)) {
    numbers(value as unknown as ArrayLike<number | bigint>, state)
    return
  }
  const items = collected(value) ?? entries(value)
  text(`${items.length}`, state)
  const step = Math.max(1, Math.floor(items.length / Math.max(1, Math.min(64, state.left))))
  for (let i = 0; i < items.length && state.left > 0; i += step) mix(itemOf(items, i), state, depth + 1)
  if (items.length > 0) mix(itemOf(items, items.length - 1), state, depth + 1)
}

/** An item of a list; a getter that stands in its place is not called. */
const itemOf = (items: unknown[], index: number): unknown =>
  Object.getOwnPropertyDescriptor(items, String(index))?.value

/** Keys and values of own properties; a getter's value is not asked for. */
function entries(value: object): unknown[] {
  if (Array.isArray(value)) return value
  const keys = Object.keys(value)
  if (keys.length > mostKeys) {
    huge.add(value)
    return []
  }
  const step = Math.max(1, Math.floor(keys.length / 64))
  const found: unknown[] = [keys.length, keys.at(-1)]
  for (let i = 0; i < keys.length; i += step)
    found.push(keys[i], Object.getOwnPropertyDescriptor(value, keys[i]!)?.value)
  return found
}

function numbers(values: ArrayLike<number | bigint>, state: State): void {
  text(`${values.length}`, state)
  const step = values.length <= whole ? 1 : Math.floor(values.length / 1024)
  for (let i = 0; i < values.length; i += step) {
    const value = values[i]!
    state.hash =
      Math.imul(
        state.hash ^ (typeof value === "number" ? bits(value) : Number(BigInt.asIntN(32, value))),
        0x01000193,
      ) >>> 0
  }
}

const float = new Float64Array(1)
const words = new Int32Array(float.buffer)
function bits(value: number): number {
  float[0] = value
  return words[0]! ^ Math.imul(words[1]!, 31)
}
