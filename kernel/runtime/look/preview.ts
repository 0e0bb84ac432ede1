import { inspect, types } from "node:util"
import { className, dataProperty, findProperty, intrinsic, isOpen } from "./safe.ts"

const longest = 240
const limits = { items: 10, text: 100, depth: 2 }

/** A value in one line of at most 240 characters. Runs no user code, and looks at no more than it shows. */
export function preview(value: unknown): string {
  return cut(shown(value, limits.depth), longest)
}

export const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text

function shown(value: unknown, depth: number): string {
  if (typeof value === "string") return inspect(cut(value, limits.text))
  if (typeof value === "function") return functionText(value)
  if (typeof value !== "object" || value === null) return inspect(value)
  if (!isOpen(value)) return "Proxy"
  for (const [is, show] of kinds) if (is(value)) return show(value, depth)
  return objectText(value, depth)
}

type Show = (value: object, depth: number) => string

const typedText: Show = value => {
  const length = intrinsic.length(value)
  const first = Array.prototype.slice.call(value, 0, limits.items).map(String)
  return `${className(value)}(${length}) ${list(first, length)}`
}

/** By kind, in the order of asking. */
const kinds: [is: (value: object) => boolean, show: Show][] = [
  [Array.isArray, (value, depth) => arrayText(value as unknown[], depth)],
  [types.isTypedArray, typedText],
  [types.isMap, (value, depth) => mapText(value, depth)],
  [types.isSet, (value, depth) => setText(value, depth)],
  [types.isDate, value => dateText(value as Date)],
  [types.isRegExp, value => `/${intrinsic.source(value)}/`],
  [types.isNativeError, value => `${className(value)}: ${String(dataProperty(value, "message") ?? "")}`],
  [types.isAnyArrayBuffer, value => `${className(value)}(${(value as ArrayBuffer).byteLength})`],
  [types.isPromise, () => "Promise"],
  [types.isModuleNamespaceObject, value => `module {${Object.keys(value).slice(0, limits.items).join(", ")}}`],
]

const list = (parts: string[], length: number): string => {
  const more = length - parts.length
  return `[${[...parts, ...(more > 0 ? [`… ${more} more`] : [])].join(", ")}]`
}

function arrayText(value: unknown[], depth: number): string {
  const name = className(value)
  const title = name === "Array" ? "" : `${name} `
  if (depth === 0) return `${title}Array(${value.length})`
  const parts: string[] = []
  for (let i = 0; i < Math.min(value.length, limits.items); i++) parts.push(propertyText(value, i, depth))
  return `${title}${list(parts, value.length)}`
}

function mapText(value: object, depth: number): string {
  const size = intrinsic.mapSize(value)
  if (depth === 0) return `Map(${size})`
  const parts = take(intrinsic.entries(value)).map(
    ([key, item]) => `${shown(key, depth - 1)} => ${shown(item, depth - 1)}`,
  )
  return `Map(${size}) ${list(parts, size)}`
}

function setText(value: object, depth: number): string {
  const size = intrinsic.setSize(value)
  if (depth === 0) return `Set(${size})`
  return `Set(${size}) ${list(
    take(intrinsic.values(value)).map(item => shown(item, depth - 1)),
    size,
  )}`
}

/** The first items; the rest is not asked for. */
function take<T>(items: IterableIterator<T>): T[] {
  const taken: T[] = []
  for (let i = 0; i < limits.items; i++) {
    const { done, value } = items.next()
    if (done) break
    taken.push(value)
  }
  return taken
}

function objectText(value: object, depth: number): string {
  const name = className(value)
  const title = name === "Object" ? "" : `${name} `
  if (depth === 0) return name === "Object" ? "{…}" : name
  const keys = Object.keys(value)
  const parts = keys.slice(0, limits.items).map(key => `${nameText(key)}: ${propertyText(value, key, depth)}`)
  if (keys.length > parts.length) parts.push(`… ${keys.length - parts.length} more`)
  return `${title}{${parts.join(", ")}}`
}

const nameText = (key: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : inspect(cut(key, 40))

function propertyText(value: object, key: PropertyKey, depth: number): string {
  const found = Object.getOwnPropertyDescriptor(value, key)
  if (found === undefined) return "empty"
  return found.get !== undefined || found.set !== undefined ? "[Getter]" : shown(found.value, depth - 1)
}

function functionText(value: object): string {
  if (types.isProxy(value)) return "Proxy"
  const name = dataProperty(value, "name")
  const isClass = findProperty(value, "prototype")?.writable === false
  return `${isClass ? "class" : "function"} ${typeof name === "string" && name !== "" ? cut(name, 60) : "(anonymous)"}`
}

function dateText(value: Date): string {
  const time = Date.prototype.getTime.call(value)
  return Number.isNaN(time) ? "Invalid Date" : new Date(time).toISOString()
}
