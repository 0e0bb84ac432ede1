import type { Node } from "./tree.ts"

export type ParamType = "number" | "string" | "boolean" | "array" | "object" | "any"

/** The expression inside parentheses, `as`, `satisfies` and `!`. */
export const bare = (node: Node): Node =>
  node.type === "ParenthesizedExpression" ||
  node.type === "TSAsExpression" ||
  node.type === "TSSatisfiesExpression" ||
  node.type === "TSNonNullExpression"
    ? bare(node.expression)
    : node

/** The value of an expression made of literals alone. */
export function literalValue(expression: Node): { value: unknown } | undefined {
  const node = bare(expression)
  switch (node.type) {
    case "Literal":
      return node.value instanceof RegExp ? undefined : { value: node.value }
    case "TemplateLiteral":
      return node.expressions.length === 0 ? { value: node.quasis[0]?.value.cooked } : undefined
    case "UnaryExpression": {
      const inner = literalValue(node.argument)?.value
      return node.operator === "-" && typeof inner === "number" ? { value: -inner } : undefined
    }
    case "ArrayExpression":
      return arrayValue(node.elements)
    case "ObjectExpression":
      return objectValue(node.properties)
    default:
      return undefined
  }
}

function arrayValue(elements: readonly (Node | null)[]): { value: unknown } | undefined {
  const values = elements.map(element => (element ? literalValue(element) : undefined))
  return values.some(value => value === undefined) ? undefined : { value: values.map(value => value?.value) }
}

function objectValue(properties: readonly Node[]): { value: unknown } | undefined {
  const entries: [string, unknown][] = []
  for (const property of properties) {
    if (property.type !== "Property" || property.computed) return undefined
    const { key } = property
    const value = literalValue(property.value)
    const name = key.type === "Identifier" ? key.name : key.type === "Literal" ? String(key.value) : undefined
    if (name === undefined || !value) return undefined
    entries.push([name, value.value])
  }
  return { value: Object.fromEntries(entries) }
}

const byNode: Partial<Record<Node["type"], ParamType>> = {
  ArrayExpression: "array",
  ObjectExpression: "object",
  TemplateLiteral: "string",
  TSNumberKeyword: "number",
  TSStringKeyword: "string",
  TSBooleanKeyword: "boolean",
  TSArrayType: "array",
  TSTupleType: "array",
  TSTypeLiteral: "object",
}

/** The type of a JavaScript value, as a parameter has it; null goes for anything. */
export function typeOfValue(value: unknown): ParamType {
  if (Array.isArray(value)) return "array"
  const type = typeof value
  if (type === "number" || type === "string" || type === "boolean") return type
  return type === "object" && value !== null ? "object" : "any"
}

/** The type of a parameter: that of its default, else that of its annotation, else any. */
export function typeOfParam(initialiser: Node | null, annotation: Node | undefined): ParamType {
  const node = initialiser ? bare(initialiser) : undefined
  const value = node ? literalValue(node) : undefined
  const fromValue = value ? typeOfValue(value.value) : ((node && byNode[node.type]) ?? "any")
  return fromValue === "any" && annotation ? (byNode[annotation.type] ?? "any") : fromValue
}
