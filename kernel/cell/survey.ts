import { noteTypes } from "./blanking.ts"
import { Blanks } from "./blanks.ts"
import { isErased, type Node, type NodeOf, type Program, walk } from "./tree.ts"

/** What one pass over a cell's tree finds that the rewriting needs. */
export interface Survey {
  /** Syntax of TypeScript, to be blanked. */
  types: Blanks
  /** Syntax that blanking cannot remove or V8 cannot run: enums, namespaces, parameter properties, decorators, JSX. */
  lowering: boolean
  dynamicImports: NodeOf<"ImportExpression">[]
  metas: NodeOf<"MetaProperty">[]
  /** `var` declarations of the cell itself (not of its functions), with the statement that holds them. */
  vars: { declaration: NodeOf<"VariableDeclaration">; parent: Node | undefined }[]
  /** Names that something assigns to, whatever they resolve to. */
  assigned: Set<string>
}

const lowered = new Set<Node["type"]>([
  "TSParameterProperty",
  "Decorator",
  "AccessorProperty",
  "JSXElement",
  "JSXFragment",
  "TSImportEqualsDeclaration",
  "TSExportAssignment",
])

const functions = new Set<Node["type"]>([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "StaticBlock",
  "TSModuleDeclaration",
])

export function survey(program: Program, text: string): Survey {
  const found: Survey = {
    types: new Blanks(text),
    lowering: false,
    dynamicImports: [],
    metas: [],
    vars: [],
    assigned: new Set(),
  }
  const visit = (node: Node, inFunction: boolean): void =>
    walk(node, (current, parent) => {
      const { type } = current
      if (noteTypes(current, found.types, parent) === false) return false
      if (lowered.has(type)) found.lowering = true
      if ((type === "TSEnumDeclaration" || type === "TSModuleDeclaration") && !isErased(current)) found.lowering = true
      if (type === "ImportExpression") found.dynamicImports.push(current)
      else if (type === "MetaProperty" && current.meta.name === "import") found.metas.push(current)
      else if (type === "AssignmentExpression") note(current.left)
      else if (type === "UpdateExpression") note(current.argument)
      else if (type === "ForInStatement" || type === "ForOfStatement") note(current.left)
      else if (type === "VariableDeclaration" && current.kind === "var" && !inFunction && !current.declare)
        found.vars.push({ declaration: current, parent })
      if (!inFunction && current !== node && functions.has(type)) {
        visit(current, true)
        return false
      }
      return undefined
    })
  const note = (target: Node): void =>
    walk(target, node => {
      if (node.type === "Identifier") found.assigned.add(node.name)
      return node.type !== "VariableDeclaration"
    })
  visit(program, false)
  if (found.types.isRefused) found.lowering = true
  return found
}
