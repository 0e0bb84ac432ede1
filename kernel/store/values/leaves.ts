import { types } from "node:util"
import { dtypeOf, type Numbers } from "./safetensors.ts"

/** Values without parts of their own, each as one short list whose first item is its kind. */
export type Leaf = [kind: string, ...data: (string | number | boolean | null)[]]

const words = new Map<unknown, string>([
  [undefined, "undefined"],
  [Number.POSITIVE_INFINITY, "Infinity"],
  [Number.NEGATIVE_INFINITY, "-Infinity"],
])

/** What JSON says of a primitive, or cannot: undefined for what is no primitive, or one that cannot be stored. */
export function primitive(value: unknown): Leaf | string | number | boolean | null | undefined {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value
  if (typeof value === "bigint") return ["bigint", String(value)]
  if (Number.isNaN(value)) return ["word", "NaN"]
  if (Object.is(value, -0)) return ["word", "-0"]
  const word = words.get(value)
  if (word !== undefined) return ["word", word]
  return typeof value === "number" ? value : undefined
}

const spoken: Record<string, unknown> = {
  undefined: undefined,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
  NaN: Number.NaN,
  "-0": -0,
}

/** Arrays of bytes that are no arrays of numbers by the format, as one that is, and back. */
const views: Record<string, { is(value: object): boolean; make(bytes: Uint8Array<ArrayBuffer>): object }> = {
  buffer: { is: value => Buffer.isBuffer(value), make: bytes => Buffer.from(bytes.buffer) },
  clamped: {
    is: value => Object.getPrototypeOf(value) === Uint8ClampedArray.prototype,
    make: bytes => new Uint8ClampedArray(bytes.buffer),
  },
  dataview: {
    is: value => Object.getPrototypeOf(value) === DataView.prototype,
    make: bytes => new DataView(bytes.buffer),
  },
  memory: { is: value => Object.getPrototypeOf(value) === ArrayBuffer.prototype, make: bytes => bytes.buffer },
}

/** An object that is a leaf, where it is one; `keep` takes the numbers and says where they are kept. */
export function objectLeaf(value: object, keep: (numbers: Numbers) => number): Leaf | undefined {
  const prototype = Object.getPrototypeOf(value)
  if (prototype === Date.prototype) return ["date", Number.isNaN(Number(value)) ? null : Number(value)]
  if (types.isRegExp(value) && prototype === RegExp.prototype)
    return ["regexp", value.source, value.flags, value.lastIndex]
  if (dtypeOf(value) !== undefined) return ["numbers", keep(value as Numbers)]
  for (const [kind, { is }] of Object.entries(views)) if (is(value)) return [kind, keep(bytesOf(value))]
  return undefined
}

const bytesOf = (value: object): Uint8Array =>
  ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value as ArrayBuffer)

/** The value of a leaf; undefined as `{ value: undefined }`, and nothing for a kind that is no leaf. */
export function fromLeaf([kind, ...data]: Leaf, tensors: readonly Numbers[]): { value: unknown } | undefined {
  if (kind === "word") return { value: spoken[String(data[0])] }
  if (kind === "bigint") return { value: BigInt(String(data[0])) }
  if (kind === "date") return { value: new Date(data[0] === null ? Number.NaN : Number(data[0])) }
  if (kind === "regexp") {
    const made = new RegExp(String(data[0]), String(data[1]))
    made.lastIndex = Number(data[2])
    return { value: made }
  }
  if (kind === "numbers") return { value: tensors[Number(data[0])] }
  const view = views[kind]
  return view && { value: view.make(tensors[Number(data[0])] as Uint8Array<ArrayBuffer>) }
}
