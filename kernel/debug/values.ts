import type { Runtime } from "node:inspector"

const longest = 1000

/** A value of V8's as one line of text. */
export function textOf(value: Runtime.RemoteObject): string {
  if (value.type === "string") return cut(JSON.stringify(value.value))
  if (value.type === "function") return functionText(value.description ?? "")
  if (value.subtype === "null" || value.type === "undefined") return value.subtype ?? value.type
  if (value.subtype === "error") return cut((value.description ?? "Error").split("\n    at ")[0]!)
  if (value.preview !== undefined) return cut(previewText(value.preview, value.description ?? ""))
  return cut(value.description ?? String(value.value))
}

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)

function functionText(source: string): string {
  if (/^class\b/.test(source)) return /^class(\s+(?!extends\b)[\w$]+)?/.exec(source)![0]
  const head = /^(async\s+)?(?:function)?\s*(\*?)\s*(?<name>[\w$]*)\s*(?<parameters>\([^)]*\))?/.exec(source)?.groups
  return `ƒ ${head?.name ?? ""}${head?.parameters ?? ""}`
}

/** `{a: 1, b: "x", …}`, `Point {x: 1}`, `(3) [1, 2, 3]`, `Map(1) {"a" => 1}`. */
function previewText(preview: Runtime.ObjectPreview, description: string): string {
  const { properties, entries, overflow, subtype } = preview
  const more = overflow ? ["…"] : []
  if (subtype === "array" || subtype === "typedarray") {
    const head = description.replace(/^Array/, "")
    return `${head} [${[...properties.filter(({ name }) => /^\d+$/.test(name)).map(propertyText), ...more].join(", ")}]`
  }
  if (entries !== undefined) {
    const shown = entries.map(({ key, value }) => {
      const text = previewText(value, value.description ?? "")
      return key === undefined ? text : `${previewText(key, key.description ?? "")} => ${text}`
    })
    return `${description} {${[...shown, ...more].join(", ")}}`
  }
  if (preview.type !== "object") return preview.type === "string" ? JSON.stringify(description) : description
  if (subtype !== undefined && !["proxy", "iterator", "generator", "promise"].includes(subtype)) return description
  const inner = [...properties.map(property => `${property.name}: ${propertyText(property)}`), ...more].join(", ")
  return description === "Object" ? `{${inner}}` : `${description} {${inner}}`
}

function propertyText({ type, subtype, value = "" }: Runtime.PropertyPreview): string {
  if (type === "string") return JSON.stringify(value)
  if (type === "function") return "ƒ"
  if (type === "accessor") return "(…)"
  return type === "object" && subtype === undefined && value === "Object" ? "{…}" : value
}

export const typeOf = ({ type, subtype, className }: Runtime.RemoteObject): string =>
  type === "object" ? (subtype === "null" ? "null" : (className ?? "object")) : type

/** How many elements an array of any kind has, told by V8's description of it: `Array(3)`, `Float32Array(100)`. */
export function lengthOf({ subtype, description = "" }: Runtime.RemoteObject): number | undefined {
  if (subtype !== "array" && subtype !== "typedarray") return undefined
  const found = /\((\d+)\)$/.exec(description)
  return found === null ? undefined : Number(found[1])
}

export const thrownText = ({ exception, text }: Runtime.ExceptionDetails): string =>
  exception === undefined ? text : textOf(exception)
