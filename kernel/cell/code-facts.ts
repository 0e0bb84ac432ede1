import type { Header } from "../contracts/stages.ts"
import { foreignOf } from "./foreign/foreign.ts"
import { parseHeader } from "./header.ts"
import { marksOf } from "./marks.ts"
import { normalForm } from "./normal-form.ts"
import { type Outside, outsideOf } from "./outside.ts"
import { parse, syntaxError } from "./parsing.ts"
import { prepare } from "./prepare.ts"
import { type Node, type Program, unexported } from "./tree.ts"

/** What a cache has to know of code. */
export interface CodeFacts extends Outside {
  header: Header | undefined
  /** Equal for code that differs in how it is written alone. */
  normal: string
  /** Names at the top level that stand for code and nothing else: functions, imports, classes without values of their own. */
  definitions: string[]
  /** Does it keep something at its top level that can be assigned anew? */
  variables: string[]
  imports: string[]
  /** Where it runs, if not in the kernel of the notebook: code of the same session can reach what it leaves there. */
  session?: string
}

/** Throws KaonError SYNTAX_ERROR, UNKNOWN_HEADER or HEADER_INVALID. */
export function codeFacts(source: string): CodeFacts {
  const foreign = foreignOf(source)
  if (foreign) {
    const { normal, effects, reads, imports, session, defines } = foreign.code
    const definitions = defines.filter(({ kind }) => kind !== "let" && kind !== "const").map(({ name }) => name)
    const rest = { normal, effects, reads, imports, definitions, variables: [] }
    return { header: foreign.header, ...rest, ...(session === undefined ? {} : { session }) }
  }
  const header = parseHeader(source)?.header
  const { program, text, problems } = parse(prepare(source), true)
  const [problem] = problems
  if (problem) throw syntaxError(problem, text, {})
  return {
    header,
    normal: normalForm(program),
    definitions: definitionsIn(program),
    variables: variablesIn(program),
    imports: marksOf(program).imports,
    ...outsideOf(program),
  }
}

const functions = new Set<Node["type"] | undefined>(["ArrowFunctionExpression", "FunctionExpression"])

/** A class with values of its own keeps a state that nobody sees. */
const isPlainClass = (node: Node | null | undefined): boolean =>
  (node?.type === "ClassDeclaration" || node?.type === "ClassExpression") &&
  node.body.body.every(
    part => part.type !== "StaticBlock" && !(part.type !== "MethodDefinition" && "static" in part && part.static),
  )

function definitionsIn(program: Program): string[] {
  return program.body.map(unexported).flatMap(node => {
    if (node.type === "ImportDeclaration") return node.specifiers.map(({ local }) => local.name)
    if (node.type === "FunctionDeclaration" || isPlainClass(node)) {
      const { id } = node as { id: { name: string } | null }
      return id === null ? [] : [id.name]
    }
    if (node.type !== "VariableDeclaration" || node.kind !== "const") return []
    return node.declarations.flatMap(({ id, init }) =>
      id.type === "Identifier" && (functions.has(init?.type) || isPlainClass(init)) ? [id.name] : [],
    )
  })
}

const variablesIn = (program: Program): string[] =>
  program.body
    .map(unexported)
    .flatMap(node =>
      node.type === "VariableDeclaration" && node.kind !== "const" && !node.declare
        ? node.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : ["a pattern"]))
        : [],
    )
