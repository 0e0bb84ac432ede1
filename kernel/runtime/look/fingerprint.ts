import { types } from "node:util"

/** Parts of a value that are looked at. A larger one is looked at in places that are spread over it. */
const budget = 256
/** Numbers of a typed array up to which all count. */
const whole = 4096

/**
 * A number that is another one, most likely, once a value was changed in place: of arrays, typed arrays, plain objects, maps and sets, and
 * what they consist of. Undefined for all else: primitives cannot change, and instances of classes change as their classes will. Runs no
 * code of the user; its cost does not grow with the value. Of a large value, a change between the places looked at is not seen.
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
  (Array.isArray(value) || types.isTypedArray(value) || types.isMap(value) || types.isSet(value) || isPlain(value))

function text(written: string, state: State): void {
  // The ends and the length of a long text: its middle is too much to look at.
  const shown = written.length > 128 ? `${written.length}${written.slice(0, 64)}${written.slice(-64)}` : written
  for (let i = 0; i < shown.length; i++) state.hash = Math.imul(state.hash ^ shown.charCodeAt(i), 0x01000193) >>> 0
}

const sizes: readonly [(value: object) => boolean, (value: object) => Iterable<unknown>][] = [
  [types.isMap, value => Map.prototype.entries.call(value) as Iterable<unknown>],
  [types.isSet, value => Set.prototype.values.call(value) as Iterable<unknown>],
]

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
  const listed = sizes.find(([is]) => is(value))?.[1](value)
  const items = listed === undefined ? entries(value) : [...listed].flat()
  text(`${items.length}`, state)
  const step = Math.max(1, Math.floor(items.length / Math.max(1, Math.min(64, state.left))))
  for (let i = 0; i < items.length && state.left > 0; i += step) mix(items[i], state, depth + 1)
  if (items.length > 0) mix(items.at(-1), state, depth + 1)
}

/** Keys and values of own properties; a getter's value is not asked for. */
function entries(value: object): unknown[] {
  if (Array.isArray(value)) return value
  return Object.entries(Object.getOwnPropertyDescriptors(value)).flatMap(([key, { value: item }]) => [key, item])
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
