import { type BindingPattern, parseSync, type Statement } from "oxc-parser"

/** A name that the top level of a cell declares, value or type. */
export interface Declared {
  name: string
  /** Where its name stands in the cell (UTF-16). */
  offset: number
  /** Whether the cell's own text exports it already. */
  exported: boolean
}

type Found = { name: string; start: number }

const bound = (pattern: BindingPattern): Found[] => {
  if (pattern.type === "Identifier") return [pattern]
  if (pattern.type === "AssignmentPattern") return bound(pattern.left)
  if (pattern.type === "ArrayPattern")
    return pattern.elements.flatMap(item =>
      item === null ? [] : bound(item.type === "RestElement" ? item.argument : item),
    )
  return pattern.properties.flatMap(item => bound(item.type === "RestElement" ? item.argument : item.value))
}

function declaredBy(statement: Statement): Found[] {
  switch (statement.type) {
    case "VariableDeclaration":
      return statement.declarations.flatMap(({ id }) => bound(id))
    case "FunctionDeclaration":
    case "TSDeclareFunction":
    case "ClassDeclaration":
      return statement.id ? [statement.id] : []
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSEnumDeclaration":
    case "TSImportEqualsDeclaration":
      return [statement.id]
    case "TSModuleDeclaration":
      return statement.id.type === "Identifier" ? [statement.id] : []
    case "ImportDeclaration":
      return statement.specifiers.map(({ local }) => local)
    default:
      return []
  }
}

const word =
  /^[ \t]*(?<exported>export[ \t]+)?(?:declare[ \t]+)?(?:async[ \t]+)?(?:abstract[ \t]+)?(?:const|let|var|function\*?|class|interface|type|enum|namespace)[ \t]+(?<name>[\p{ID_Start}$_][\p{ID_Continue}$]*)/dgmu

/** A cell that does not parse still says most of its names at the start of a line. */
const guessed = (source: string): Declared[] =>
  [...source.matchAll(word)].map(match => ({
    name: match.groups?.name ?? "",
    offset: match.indices?.groups?.name?.[0] ?? 0,
    exported: match.groups?.exported !== undefined,
  }))

/** A cell's tree, and whether it has JSX in it: TypeScript without comes first, since there `<T>x` is a cast. */
export function readTree(source: string) {
  const plain = { ...parse(source, "ts"), jsx: false }
  if (plain.errors.length === 0 || !source.includes("<")) return plain
  const withJsx = { ...parse(source, "tsx"), jsx: true }
  return withJsx.errors.length === 0 || firstError(withJsx) > firstError(plain) ? withJsx : plain
}

function parse(source: string, lang: "ts" | "tsx") {
  const { program, errors } = parseSync(`cell.${lang}`, source, { lang, sourceType: "module" })
  return { program, errors }
}

const firstError = ({ errors }: ReturnType<typeof parse>): number => errors[0]?.labels[0]?.start ?? 0

/** Every name that the top level of a cell declares, in order, once each; as far as can be told where the cell does not parse. */
export function declarationsOf(source: string, { program, errors }: ReturnType<typeof parse>): Declared[] {
  if (program.body.length === 0 && errors.length > 0) return unique(guessed(source))
  const listed = new Set(
    program.body.flatMap(statement =>
      statement.type === "ExportNamedDeclaration"
        ? statement.specifiers.flatMap(({ exported }) => ("name" in exported ? exported.name : exported.value))
        : [],
    ),
  )
  return unique(
    program.body.flatMap(statement => {
      if (statement.type === "ExportNamedDeclaration" && statement.declaration)
        return declaredBy(statement.declaration).map(({ name, start }) => ({ name, offset: start, exported: true }))
      if (statement.type === "ExportDefaultDeclaration") {
        const { declaration } = statement
        return (declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration") && declaration.id
          ? [{ name: declaration.id.name, offset: declaration.id.start, exported: false }]
          : []
      }
      if (statement.type === "ExportAllDeclaration" || statement.type === "ExportNamedDeclaration") return []
      if (statement.type === "TSExportAssignment" || statement.type === "TSNamespaceExportDeclaration") return []
      return declaredBy(statement).map(({ name, start }) => ({ name, offset: start, exported: listed.has(name) }))
    }),
  )
}

const unique = (names: Declared[]): Declared[] => [
  ...names
    .reduce(
      (seen, item) => (seen.has(item.name) && !item.exported ? seen : seen.set(item.name, item)),
      new Map<string, Declared>(),
    )
    .values(),
]
