import { isErased, type Node, type Program } from "./tree.ts"

/** Fields that say where something stands, how it was written, or what its type is. */
const silent = new Set([
  ...["start", "end", "range", "loc", "raw", "parent", "hashbang"],
  ...["typeAnnotation", "typeParameters", "typeArguments", "superTypeArguments", "returnType", "implements"],
  ...["accessibility", "override", "definite", "readonly", "importKind", "exportKind", "phase"],
])

/** Syntax that says something of a type alone: what it is about stands for it. */
const typed = new Set([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
  "ParenthesizedExpression",
])

const isNode = (value: object): value is Node => "type" in value

/** Is this part of a list there for the types alone? */
const isTypeOnly = (node: Node): boolean =>
  isErased(node) ||
  ((node.type === "ImportSpecifier" || node.type === "ExportSpecifier") &&
    (node as { importKind?: string; exportKind?: string })[
      node.type === "ImportSpecifier" ? "importKind" : "exportKind"
    ] === "type") ||
  (node.type === "PropertyDefinition" && node.declare === true) ||
  node.type === "TSIndexSignature" ||
  (node.type === "Identifier" && node.name === "this")

/**
 * What a program says, without how it is written: two programs that differ in spaces, comments, quotes, parentheses or types have
 * the same normal form, and two that do anything else differently have not.
 */
export function normalForm(program: Program): string {
  const out: string[] = []
  const write = (value: unknown): void => {
    if (typeof value === "bigint") out.push(`${value}n`)
    else if (typeof value !== "object" || value === null) out.push(value === undefined ? "" : JSON.stringify(value))
    else if (value instanceof RegExp) out.push(String(value))
    else if (Array.isArray(value)) list(value)
    else object(value)
  }
  const list = (items: unknown[]): void => {
    out.push("[")
    for (const item of items) {
      if (typeof item === "object" && item !== null && isNode(item) && isTypeOnly(item)) continue
      write(item)
      out.push(",")
    }
    out.push("]")
  }
  const object = (value: object): void => {
    if (isNode(value) && typed.has(value.type)) {
      write((value as unknown as { expression: unknown }).expression)
      return
    }
    const optional = isNode(value) && (value.type === "MemberExpression" || value.type === "CallExpression")
    out.push("{")
    for (const key in value) {
      if (silent.has(key) || (key === "optional" && !optional)) continue
      const part: unknown = value[key as keyof object]
      if (part === null || part === undefined || part === false) continue
      out.push(key, ":")
      write(part)
      out.push(";")
    }
    out.push("}")
  }
  write(program.body)
  return out.join("")
}
