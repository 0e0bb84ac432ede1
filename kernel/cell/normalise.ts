import { functionsUsedEarly, isExecuting, isNamedFunction, type NamedFunction } from "./hoisting.ts"
import { importedNames, importStatement, isLoading } from "./imports.ts"
import { type PositionMap, Rewriter } from "./rewriter.ts"
import type { Survey } from "./survey.ts"
import { boundNames, isErased, type Node, type NodeOf, type Program, unexported } from "./tree.ts"

export interface Normalising {
  url: string
  /** The names the cell itself declares; others were made by the compiler and stay inside the cell. */
  own: ReadonlySet<string>
  /** Does the cell, as written, end in an expression whose value it shows? */
  valued: boolean
  /** Literals that take the place of initialisers, by name. */
  values: ReadonlyMap<string, string>
  /** Identifiers that assign to a constant, with whether they are a shorthand property. */
  constantWrites: readonly { name: string; start: number; end: number; shorthand: boolean }[]
}

type Declaration = NodeOf<"VariableDeclaration">

const isUsing = (node: Node): boolean =>
  node.type === "VariableDeclaration" && (node.kind === "using" || node.kind === "await using")

/** The names that top-level statements declare as values, and those of `var` anywhere outside functions. */
export function declaredNames(body: readonly Node[], vars: Survey["vars"]): Set<string> {
  const names = new Set<string>()
  for (const statement of body) {
    if (isErased(statement)) continue
    if (isLoading(statement)) for (const name of importedNames(statement)) names.add(name)
    const inner = unexported(statement)
    if (inner.type === "VariableDeclaration") for (const name of namesOf(inner)) names.add(name)
    else if ("id" in inner && inner.id !== null && "name" in inner.id) names.add(String(inner.id.name))
  }
  for (const { declaration } of vars) for (const name of namesOf(declaration)) names.add(name)
  return names
}

const namesOf = (declaration: Declaration): string[] => declaration.declarations.flatMap(({ id }) => boundNames(id))

/**
 * A cell's JavaScript as V8's REPL mode runs it best. Every top-level name becomes a `let`, the one kind that any later
 * cell may declare again; imports become calls of the loader; the completion value is the last expression's, or
 * undefined. A cell with a top-level `using`, or with helpers that the compiler put in, runs in a block that assigns to
 * names declared before it, so that V8 disposes the resources and the helpers stay inside.
 */
export function normalise(
  text: string,
  program: Program,
  found: Survey,
  options: Normalising,
): { text: string; map: PositionMap } {
  const rewriter = new Rewriter(text)
  const body: Node[] = program.body.filter(statement => !isErased(statement))
  const names = declaredNames(body, found.vars)
  const generated = [...names].filter(name => !options.own.has(name))
  const inBlock = generated.length > 0 || body.some(isUsing)
  const vars = new Set(found.vars.flatMap(({ declaration }) => namesOf(declaration)))
  const early = inBlock
    ? new Set(
        body
          .map(unexported)
          .filter(isNamedFunction)
          .map(({ id }) => id.name),
      )
    : functionsUsedEarly(body)

  rewriter.before('"use strict";')
  for (const name of new Set(options.constantWrites.map(write => write.name))) rewriter.before(`const ${name}$const=0;`)
  declare(rewriter, inBlock ? [...names].filter(name => options.own.has(name)) : [...vars])
  if (inBlock) rewriter.before("{")
  if (inBlock)
    declare(
      rewriter,
      generated.filter(name => vars.has(name)),
    )
  for (const name of early) {
    const named = `({}).constructor.defineProperty(${name}$hoisted,"name",{value:${JSON.stringify(name)},configurable:!0})`
    rewriter.before(`${inBlock ? "" : "let "}${name}=${named};`)
  }

  let executed = false
  for (const statement of body) {
    executed ||= isExecuting(statement) && !isLoading(statement)
    const inner = exported(rewriter, text, statement)
    if (isLoading(statement)) load(statement, executed || inBlock)
    else if (isNamedFunction(inner)) declareFunction(inner)
    else if (inBlock) assignInBlock(inner)
    else if (inner.type === "VariableDeclaration" && inner.kind === "const")
      rewriter.replace(inner.start, inner.start + 5, "let  ")
    if (inner.type === "VariableDeclaration") give(inner)
  }
  for (const { declaration, parent } of found.vars) undeclare(declaration, parent)
  for (const node of found.metas) rewriter.replace(node.start, node.end, `__kaon.meta(${JSON.stringify(options.url)})`)
  for (const node of found.dynamicImports) callLoader(node)
  for (const { name, start, end, shorthand } of options.constantWrites)
    rewriter.replace(start, end, shorthand ? `${name}:${name}$const` : `${name}$const`)
  finish(body.at(-1))
  return rewriter.finish()

  function load(statement: Node & Parameters<typeof importedNames>[0], first: boolean): void {
    const own = importedNames(statement).every(name => options.own.has(name))
    const code = importStatement(statement, options.url, !(inBlock && own))
    if (first) {
      rewriter.before(code, statement.start)
      rewriter.blank(statement.start, statement.end)
    } else rewriter.replace(statement.start, statement.end, code)
  }

  function declareFunction(node: NamedFunction): void {
    const { name, start, end } = node.id
    if (early.has(name)) rewriter.replace(start, end, `${name}$hoisted`)
    else {
      rewriter.insert(node.start, `let ${name}=`)
      rewriter.blank(start, end)
      rewriter.insert(node.end, ";")
    }
  }

  function assignInBlock(node: Node): void {
    if (node.type === "ClassDeclaration" && node.id && options.own.has(node.id.name)) {
      rewriter.insert(node.start, `${node.id.name}=`)
      rewriter.insert(node.end, ";")
    } else if (node.type === "VariableDeclaration" && isUsing(node)) {
      for (const { id } of node.declarations)
        if (id.type === "Identifier") rewriter.replace(id.start, id.end, `${id.name}$using=${id.name}`)
    } else if (
      node.type === "VariableDeclaration" &&
      node.kind !== "var" &&
      namesOf(node).every(name => options.own.has(name))
    )
      toAssignment(node)
  }

  /** `var` inside the cell's blocks and loops: its name is declared before everything. */
  function undeclare(node: Declaration, parent: Node | undefined): void {
    const inHead =
      (parent?.type === "ForStatement" && parent.init === node) ||
      ((parent?.type === "ForInStatement" || parent?.type === "ForOfStatement") && parent.left === node)
    if (inHead) rewriter.blank(node.start, node.start + node.kind.length)
    else toAssignment(node)
  }

  function toAssignment(node: Declaration): void {
    rewriter.replace(node.start, node.start + node.kind.length, "void(")
    const { id, init } = node.declarations.at(-1)!
    const whole = text.slice(
      node.start,
      init?.end ?? ("typeAnnotation" in id && id.typeAnnotation ? id.typeAnnotation.start : id.end),
    )
    rewriter.insert(node.start + whole.replace(/[\s;]+$/, "").length, text[node.end - 1] === ";" ? ")" : ");")
  }

  function give(node: Declaration): void {
    for (const { id, init } of node.declarations) {
      const value = id.type === "Identifier" ? options.values.get(id.name) : undefined
      if (value === undefined) continue
      if (init) rewriter.replace(init.start, init.end, value)
      else rewriter.insert(id.end, `=${value}`)
    }
  }

  function callLoader(node: NodeOf<"ImportExpression">): void {
    rewriter.replace(node.start, node.start + "import".length, "__kaon.import")
    rewriter.insert(node.source.end, `,${JSON.stringify(options.url)}`)
    if (!node.options) return
    rewriter.insert(node.options.start, "(")
    rewriter.insert(node.options.end, ")?.with")
  }

  function finish(last: Node | undefined): void {
    const end = inBlock ? "}" : ""
    if (!last) rewriter.before(`void 0;${end}`)
    else if (options.valued) rewriter.insert(last.end, inBlock ? ";}" : "")
    else rewriter.insert(last.end, `;void 0${end}`)
  }
}

const declare = (rewriter: Rewriter, names: readonly string[]): void => {
  if (names.length > 0) rewriter.before(`let ${names.join(",")};`)
}

/** Takes the `export` off a statement and returns what it exports. */
function exported(rewriter: Rewriter, text: string, statement: Node): Node {
  const inner = unexported(statement)
  if (statement.type === "ExportDefaultDeclaration") {
    const keywords = /^export\s+default/.exec(text.slice(statement.start))?.[0].length ?? 0
    if (isValue(inner)) {
      rewriter.replace(statement.start, statement.start + keywords, "(")
      rewriter.insert(inner.end, ")")
    } else rewriter.blank(statement.start, statement.start + keywords)
  } else if (statement.type === "ExportNamedDeclaration" && statement.source === null)
    rewriter.blank(statement.start, inner === statement ? statement.end : inner.start)
  return inner
}

const isValue = (node: Node): boolean =>
  !((node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") && node.id !== null)

/** Does a cell end in an expression, so that it has a value? */
export function endsInValue(body: readonly Node[]): boolean {
  const last = body.findLast(statement => !isErased(statement))
  return (
    last?.type === "ExpressionStatement" || (last?.type === "ExportDefaultDeclaration" && isValue(last.declaration))
  )
}
