import { globals } from "./globals.ts"
import { scopesOf } from "./scopes.ts"
import { type Node, type NodeOf, type Program, walk } from "./tree.ts"

/** What code takes from outside itself that no syntax shows as an input. */
export interface Outside {
  /** Why its result may be another one the next time, in words that follow "it". */
  effects: string[]
  /** Files, folders and patterns that it names to read. */
  reads: string[]
}

type Use = (parent: Node | undefined, identifier: Node) => string | undefined

const member = (parent: Node | undefined, of: Node): string | undefined =>
  parent?.type === "MemberExpression" &&
  parent.object === of &&
  !parent.computed &&
  parent.property.type === "Identifier"
    ? parent.property.name
    : undefined

const always =
  (why: string): Use =>
  () =>
    why

const memberIs =
  (why: string, pattern: RegExp): Use =>
  (parent, identifier) => {
    const name = member(parent, identifier)
    return name === undefined || pattern.test(name) ? why : undefined
  }

const clock = "reads the clock"
const chance = "draws by chance without a seed"
const network = "uses the network"
const surroundings = "depends on what surrounds it"

/** Names of the platform and of Kaon whose use is more than a computation. */
const effects: Readonly<Record<string, Use>> = {
  Date: (parent, identifier) => {
    if (parent?.type === "NewExpression" && parent.callee === identifier)
      return parent.arguments.length > 0 ? undefined : clock
    if (parent?.type === "BinaryExpression" && parent.operator === "instanceof") return undefined
    return /^(UTC|parse|prototype)$/.test(member(parent, identifier) ?? "") ? undefined : clock
  },
  performance: always(clock),
  Math: memberIs(chance, /^random$/),
  crypto: always(chance),
  tf: (parent, identifier) => {
    const name = member(parent, identifier) ?? ""
    if (/^(random|rand|truncatedNormal|multinomial)/.test(name)) return chance
    return /^(setBackend|env|enable|disable|register|unregister|removeBackend|engine)/.test(name)
      ? "changes how TensorFlow.js works"
      : undefined
  },
  fetch: always(network),
  WebSocket: always(network),
  EventSource: always(network),
  XMLHttpRequest: always(network),
  connect: always("talks to a service"),
  Jupyter: always("talks to the page"),
  prompt: always("asks a person"),
  confirm: always("asks a person"),
  alert: always("asks a person"),
  process: always(surroundings),
  navigator: always(surroundings),
  localStorage: always(surroundings),
  sessionStorage: always(surroundings),
  globalThis: always(surroundings),
  global: always(surroundings),
  module: always(surroundings),
  exports: always(surroundings),
  __kaon: always(surroundings),
  eval: always("runs code that it makes itself"),
  Function: always("runs code that it makes itself"),
  setInterval: always("goes on after its cell"),
  _: always("uses the result of the cell that ran before"),
}

const unnamed = "reads files whose names are not written in it"

/** How Kaon's readers of files name them: by their first argument, or within a query. */
function readsOf(call: NodeOf<"CallExpression">, method: string): string[] | undefined {
  const [first] = call.arguments
  if (method === "from") return []
  if (method === "sql") {
    const query = textOf(first)
    return query === undefined ? undefined : [...query.matchAll(/'((?:[^']|'')*)'/g)].map(([, text]) => text!)
  }
  const texts = first?.type === "ArrayExpression" ? first.elements.map(textOf) : [textOf(first)]
  return texts.every(text => text !== undefined) ? texts : method === "idx" ? namesIn(first) : undefined
}

function namesIn(node: Node | undefined): string[] | undefined {
  if (node?.type !== "ObjectExpression") return undefined
  const texts = node.properties.map(property => (property.type === "Property" ? textOf(property.value) : undefined))
  return texts.every(text => text !== undefined) ? texts : undefined
}

function textOf(node: Node | null | undefined): string | undefined {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value
  return node?.type === "TemplateLiteral" && node.expressions.length === 0
    ? (node.quasis[0]?.value.cooked ?? undefined)
    : undefined
}

/** Looks for what code takes from outside. `range`s must have been asked of the parser. */
export function outsideOf(program: Program): Outside {
  const found = new Set<string>()
  const reads = new Set<string>()
  const through = new Set(
    (scopesOf(program).globalScope?.through ?? [])
      .filter(
        ({ identifier, isValueReference }) =>
          isValueReference && (globals.has(String(identifier.name)) || identifier.name === "_"),
      )
      .map(({ identifier }) => identifier.range[0]),
  )
  const parents = new Map<Node, Node | undefined>()
  walk(program, (node, parent) => {
    parents.set(node, parent)
    if (node.type === "ImportExpression" && textOf(node.source) === undefined)
      found.add("imports by a name that it makes itself")
    if (node.type === "MetaProperty" && node.meta.name === "import") found.add(surroundings)
    if (node.type !== "Identifier" || !through.has(node.start) || node.typeAnnotation) return undefined
    if (parent?.type === "MemberExpression" && parent.property === node && !parent.computed) return undefined
    if (node.name === "require") {
      const literal = parent?.type === "CallExpression" && parent.callee === node && textOf(parent.arguments[0])
      if (typeof literal !== "string") found.add("imports by a name that it makes itself")
    }
    if (node.name === "data") {
      const method = member(parent, node)
      const call = parent && parents.get(parent)
      const named = method !== undefined && call?.type === "CallExpression" ? readsOf(call, method) : undefined
      if (named === undefined) found.add(unnamed)
      for (const file of named ?? []) reads.add(file)
    }
    const why = Object.hasOwn(effects, node.name) ? effects[node.name]!(parent, node) : undefined
    if (why !== undefined) found.add(why)
    return undefined
  })
  return { effects: [...found], reads: [...reads] }
}
