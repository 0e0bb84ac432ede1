import type { Variable } from "@typescript-eslint/scope-manager"
import type { CellFacts } from "../contracts/cell.ts"

type Kind = CellFacts["defines"][number]["kind"]
type Definition = Variable["defs"][number]

const flag = (node: unknown, key: string): unknown =>
  typeof node === "object" && node !== null ? Object.entries(node).find(([name]) => name === key)?.[1] : undefined

const isDeclared = ({ node, parent }: Definition): boolean =>
  flag(node, "declare") === true || flag(parent, "declare") === true

/** `declare const x: T` says that a name is there: the cell uses it and does not define it. */
export const isAmbient = ({ defs }: Variable): boolean => defs.length > 0 && defs.every(isDeclared)

const variableKinds: Record<string, Kind> = {
  const: "const",
  let: "let",
  var: "var",
  using: "const",
  "await using": "const",
}

const kinds: Record<string, (definition: Definition) => Kind | undefined> = {
  Variable: ({ parent }) => variableKinds[String(flag(parent, "kind"))],
  FunctionName: () => "function",
  ClassName: () => "class",
  ImportBinding: ({ node, parent }) =>
    flag(node, "importKind") === "type" || flag(parent, "importKind") === "type" ? undefined : "import",
  TSEnumName: () => "enum",
  TSModuleName: () => "namespace",
}

/** The kind of value that a variable is and the offset of its name; undefined for types and ambient declarations. */
export function definitionOf(variable: Variable): { kind: Kind; at: number } | undefined {
  for (const definition of variable.defs) {
    if (isDeclared(definition)) continue
    const kind = kinds[definition.type]?.(definition)
    if (kind) return { kind, at: definition.name.range[0] }
  }
  return undefined
}
