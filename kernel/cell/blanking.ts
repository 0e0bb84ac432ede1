import type { Blanks } from "./blanks.ts"
import { isErased, type Node, type NodeOf } from "./tree.ts"

/** Blanks what a node has of types, itself or around its children; false where there is nothing to look for inside. */
type Rule<T extends Node["type"]> = (node: NodeOf<T>, blanks: Blanks, parent: Node | undefined) => false | undefined

type Field = NodeOf<"PropertyDefinition" | "AccessorProperty">
type Method = NodeOf<"MethodDefinition">
type Class = NodeOf<"ClassDeclaration" | "ClassExpression">

const all = (node: Node, blanks: Blanks): false => {
  blanks.blank(node.start, node.end)
  return false
}

const member = (node: Node, blanks: Blanks): false => {
  blanks.endLine(node.start)
  return all(node, blanks)
}

const statement = (node: Node, blanks: Blanks): false | undefined => {
  if (!isErased(node) || node.type === "EmptyStatement") return undefined
  return member(node, blanks)
}

/** A `?` or `!` behind a name or pattern, somewhere after `from`. */
const sign = (blanks: Blanks, from: number, character: string): void => {
  const at = blanks.seek(from, character)
  blanks.blank(at, at + 1)
}

const binding = (
  node: Node & { optional?: boolean | undefined },
  blanks: Blanks,
  inner: Node | null = null,
): undefined => {
  if (node.optional) sign(blanks, inner?.end ?? node.start, "?")
}

const callable = ({ params: [first] }: { params: readonly Node[] }, blanks: Blanks): undefined => {
  if (first?.type !== "Identifier" || first.name !== "this") return
  const next = blanks.next(first.end)
  blanks.blank(first.start, blanks.match(/,/y, next) ? next + 1 : first.end)
}

/** No line may end between the parentheses and the arrow, nor, behind `async` or `return`, before the parentheses. */
const arrow: Rule<"ArrowFunctionExpression"> = (node, blanks, parent) => {
  const { typeParameters, returnType, params } = node
  if (!typeParameters && !returnType) return undefined
  const open = blanks.seek(typeParameters?.end ?? node.start, "(")
  const bound = node.async || restricted.has(parent?.type) || parent?.type === "SequenceExpression"
  if (typeParameters && bound && blanks.hasLineBreak(typeParameters.start, open)) {
    blanks.put(typeParameters.start, "(")
    blanks.blank(open, open + 1)
  }
  if (!returnType) return undefined
  const close = blanks.seek(params.at(-1)?.end ?? open + 1, ")")
  if (blanks.hasLineBreak(close, returnType.end)) {
    blanks.blank(close, close + 1)
    blanks.put(returnType.end - 1, ")")
  }
  return undefined
}

/** `-x as T ** 2` powers the negative number; `-x ** 2` is no JavaScript. */
const isPowered = (node: Node, of: Node, parent: Node | undefined): boolean =>
  (of.type === "UnaryExpression" || of.type === "AwaitExpression") &&
  parent?.type === "BinaryExpression" &&
  parent.operator === "**" &&
  parent.left === node

/** Nothing continues a cast that stands at the end of its line, but much continues what the cast is of. */
const cast = (
  node: NodeOf<"TSAsExpression" | "TSSatisfiesExpression">,
  blanks: Blanks,
  parent: Node | undefined,
): undefined => {
  const { expression, end } = node
  let of: Node = expression
  while (of.type === "TSAsExpression" || of.type === "TSSatisfiesExpression") of = of.expression
  if (isPowered(node, of, parent)) blanks.refuse()
  blanks.blank(expression.end, end)
  if (blanks.match(/[([`]/y, blanks.next(end))) blanks.put(expression.end, ";")
}

const restricted = new Set<Node["type"] | undefined>(["ReturnStatement", "ThrowStatement", "YieldExpression"])
const statementLike = new Set<Node["type"] | undefined>(["ArrowFunctionExpression", "ExportDefaultDeclaration"])
const startsStatement = /\{|(?:async\s+)?function\b|class\b|let\b|["']/y

/** `<T>x`: blanked unless its operand would read otherwise where the cast stood. */
const angleCast: Rule<"TSTypeAssertion"> = ({ start, typeAnnotation, expression }, blanks, parent) => {
  const from = blanks.next(blanks.seek(typeAnnotation.end, ">") + 1)
  const leads = parent?.start === start
  const splits = (leads || restricted.has(parent?.type)) && blanks.hasLineBreak(start, from)
  if (splits || ((leads || statementLike.has(parent?.type)) && blanks.match(startsStatement, expression.start)))
    blanks.refuse()
  blanks.blank(start, from)
  return undefined
}

const modifier =
  /(?:public|private|protected|readonly|override|abstract|declare|static|async|accessor)(?![\p{ID_Continue}$\\])/uy
const kept = new Set(["static", "async", "accessor"])

/** The words before a member's name. */
const modifiers = ({ start, key }: Field | Method, blanks: Blanks): void => {
  for (let at = start; at < key.start; ) {
    const word = blanks.match(modifier, at)
    if (word === undefined) return
    if (!kept.has(word)) {
      blanks.blank(at, at + word.length)
      blanks.endLine(start)
    }
    at = blanks.next(at + word.length)
  }
}

const field = (node: Field, blanks: Blanks): false | undefined => {
  if (node.declare) return member(node, blanks)
  modifiers(node, blanks)
  if (node.optional) sign(blanks, node.key.end, "?")
  if (node.definite) sign(blanks, node.key.end, "!")
  // A field called `get` is no getter of the member behind it.
  if (node.typeAnnotation && !node.value && node.key.type === "Identifier") blanks.put(node.typeAnnotation.start, ";")
  return undefined
}

const method: Rule<"MethodDefinition"> = (node, blanks) => {
  if (node.value.type === "TSEmptyBodyFunctionExpression") return member(node, blanks)
  modifiers(node, blanks)
  if (node.optional) sign(blanks, node.key.end, "?")
  return undefined
}

const classLike = (node: Class, blanks: Blanks): false | undefined => {
  if (statement(node, blanks) === false) return false
  const keyword = node.abstract ? blanks.next(node.start + "abstract".length) : node.start
  blanks.blank(node.start, keyword)
  const last = node.implements?.at(-1)
  if (!last) return undefined
  const { superTypeArguments, superClass, typeParameters, id } = node
  const before = (superTypeArguments ?? superClass ?? typeParameters ?? id)?.end
  blanks.blank(before ?? keyword + "class".length, last.end)
  return undefined
}

const specifier = (node: NodeOf<"ImportSpecifier" | "ExportSpecifier">, blanks: Blanks): false => {
  const kind = node.type === "ImportSpecifier" ? node.importKind : node.exportKind
  if (kind !== "type") return false
  const next = blanks.next(node.end)
  blanks.blank(node.start, blanks.match(/,/y, next) ? next + 1 : node.end)
  return false
}

const inside = (): undefined => undefined

const rules: { readonly [T in Node["type"]]?: Rule<T> } = {
  TSTypeAnnotation: all,
  TSTypeParameterDeclaration: all,
  TSTypeParameterInstantiation: all,

  ImportDeclaration: statement,
  ExportNamedDeclaration: statement,
  ExportDefaultDeclaration: statement,
  ExportAllDeclaration: statement,
  TSInterfaceDeclaration: statement,
  TSTypeAliasDeclaration: statement,
  TSDeclareFunction: statement,
  TSNamespaceExportDeclaration: statement,
  TSEnumDeclaration: statement,
  TSModuleDeclaration: statement,
  VariableDeclaration: statement,
  ImportSpecifier: specifier,
  ExportSpecifier: specifier,

  Identifier: (node, blanks) => binding(node, blanks),
  ObjectPattern: (node, blanks) => binding(node, blanks, node.properties.at(-1)),
  ArrayPattern: (node, blanks) =>
    binding(
      node,
      blanks,
      node.elements.findLast(element => element !== null),
    ),
  RestElement: (node, blanks) => binding(node, blanks, node.argument),
  VariableDeclarator: (node, blanks) => {
    if (node.definite) sign(blanks, node.id.start, "!")
    return undefined
  },

  FunctionDeclaration: callable,
  FunctionExpression: callable,
  ArrowFunctionExpression: arrow,
  ClassDeclaration: classLike,
  ClassExpression: classLike,
  MethodDefinition: method,
  PropertyDefinition: field,
  AccessorProperty: field,
  TSAbstractMethodDefinition: member,
  TSAbstractPropertyDefinition: member,
  TSAbstractAccessorProperty: member,
  TSIndexSignature: member,

  TSAsExpression: cast,
  TSSatisfiesExpression: cast,
  TSTypeAssertion: angleCast,
  TSNonNullExpression: ({ end }, blanks) => {
    blanks.blank(end - 1, end)
    return undefined
  },
  TSInstantiationExpression: inside,
  TSModuleBlock: inside,
  TSEnumBody: inside,
  TSEnumMember: inside,
  TSParameterProperty: inside,
  TSExportAssignment: inside,
  TSImportEqualsDeclaration: statement,
}

/** Notes what of a node's text is types; false where its children are types too. */
export function noteTypes(node: Node, blanks: Blanks, parent: Node | undefined): false | undefined {
  // The table gives each type of node the rule for that very type.
  const rule = rules[node.type] as Rule<Node["type"]> | undefined
  return rule ? rule(node, blanks, parent) : node.type.startsWith("TS") ? false : undefined
}
