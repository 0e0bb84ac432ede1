import type { Reference, ScopeManager, Variable } from "@typescript-eslint/scope-manager"
import { scopeManager } from "./libraries.ts"
import { type Parsed, parse, parseScript } from "./parsing.ts"
import { boundNames, isErased, type Node, type Program, unexported, walk } from "./tree.ts"

/** The scopes of a cell, as of a module whose only outside is unknown. */
export function scopesOf(program: Program): ScopeManager {
  // The parser's tree follows the same specification as the one that the analyser's types name; its type is another.
  const tree: unknown = program
  return scopeManager().analyze(tree as Parameters<ReturnType<typeof scopeManager>["analyze"]>[0], {
    sourceType: "module",
    lib: [],
    jsxPragma: null,
    jsxFragmentName: null,
  })
}

/** The variables that the cell declares at its top level. */
export const topLevelVariables = (scopes: ScopeManager): Variable[] =>
  scopes.globalScope?.childScopes.find(({ type }) => String(type) === "module")?.variables ?? []

const constants = (body: readonly Node[]): Set<string> =>
  new Set(
    body
      .map(unexported)
      .flatMap(node =>
        node.type === "VariableDeclaration" && node.kind === "const" && !isErased(node)
          ? node.declarations.flatMap(({ id }) => boundNames(id))
          : [],
      ),
  )

export interface ConstantWrite {
  name: string
  start: number
  end: number
  shorthand: boolean
}

/**
 * Where a cell assigns to a constant, its own or an earlier cell's. The scopes are only analysed when some assigned name
 * could be one.
 */
export function constantWrites(
  { text, program, language, wrapped }: Parsed,
  assigned: ReadonlySet<string>,
  earlier: ReadonlySet<string>,
): ConstantWrite[] {
  if (assigned.size === 0 || wrapped !== undefined) return []
  const own = constants(program.body)
  if (![...assigned].some(name => own.has(name) || earlier.has(name))) return []
  const tree = (language === "js" ? parseScript(text, true) : parse(text, true)).program
  const scopes = scopesOf(tree)
  const isConstant = ({ resolved, identifier }: Reference): boolean =>
    resolved
      ? topLevelVariables(scopes).includes(resolved) && own.has(resolved.name)
      : earlier.has(String(identifier.name))
  const shorthand = new Set<number>()
  walk(tree, node => {
    if (node.type === "Property" && node.shorthand) shorthand.add(node.start)
    return undefined
  })
  return scopes.scopes
    .flatMap(({ references }) => references)
    .filter(reference => reference.isWrite() && !reference.init && isConstant(reference))
    .map(({ identifier }) => {
      const name = String(identifier.name)
      const [start, end] = identifier.range
      return { name, start, end, shorthand: shorthand.has(start) }
    })
}
