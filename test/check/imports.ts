import { parseSync } from "oxc-parser"

export interface Import {
  specifier: string
  line: number
}

/** Every module specifier of a TypeScript file: static, re-exported, type-only, `import("…")` types and literal dynamic imports, and literal require(). */
export function importsOf(file: string, source: string): Import[] {
  const { module, program } = parseSync(file, source)
  const lineAt = (offset: number) => source.slice(0, offset).split("\n").length
  const found = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest ?? [])),
  ].map(({ value, start }) => ({ specifier: value, line: lineAt(start) }))
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const child of node) visit(child)
      return
    }
    if (!isNode(node)) return
    const literal = literalOf(node)
    if (literal !== undefined) found.push({ specifier: literal.value, line: lineAt(literal.start) })
    for (const child of Object.values(node)) if (typeof child === "object" && child !== null) visit(child)
  }
  visit(program)
  return found
}

type Node = { type: string } & Record<string, unknown>
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value

interface Literal {
  value: string
  start: number
}

function literalOf(node: Node): Literal | undefined {
  const isRequire = node.type === "CallExpression" && (node.callee as Node & { name?: string }).name === "require"
  const source =
    node.type === "ImportExpression" || node.type === "TSImportType"
      ? node.source
      : isRequire
        ? (node.arguments as unknown[])[0]
        : undefined
  if (!isNode(source) || source.type !== "Literal" || typeof source.value !== "string") return undefined
  return { value: source.value, start: Number(source.start) }
}
