import type { Node, NodeOf } from "./tree.ts"

/** Statements that load a module: imports, and exports from one. */
export type Loading = NodeOf<"ImportDeclaration"> | NodeOf<"ExportNamedDeclaration"> | NodeOf<"ExportAllDeclaration">

export const isLoading = (statement: Node): statement is Loading =>
  statement.type === "ImportDeclaration" ||
  statement.type === "ExportAllDeclaration" ||
  (statement.type === "ExportNamedDeclaration" && statement.source !== null)

const exportedName = (node: { type: string; name?: string; value?: unknown }): string =>
  node.type === "Literal" ? String(node.value) : (node.name ?? "")

/** The local names of an import, types left out. */
export const importedNames = (node: Loading): string[] =>
  node.type === "ImportDeclaration" ? valueSpecifiers(node).map(({ local }) => local.name) : []

const valueSpecifiers = (node: NodeOf<"ImportDeclaration">) =>
  node.specifiers.filter(specifier => specifier.type !== "ImportSpecifier" || specifier.importKind !== "type")

/**
 * An import as a statement that runs: the module comes from the kernel's loader, and a name it does not export is an
 * error that says so. `declare` says whether the statement declares its names or assigns to declared ones.
 */
export function importStatement(node: Loading, url: string, declare: boolean): string {
  const specifier = String(node.source?.value)
  const attributes = Object.fromEntries(node.attributes.map(({ key, value }) => [exportedName(key), value.value]))
  const more = node.attributes.length > 0 ? `,${JSON.stringify(attributes)}` : ""
  const load = `await __kaon.import(${JSON.stringify(specifier)},${JSON.stringify(url)}${more})`
  const bind = (target: string, value: string): string =>
    declare ? `let ${target}=${value};` : target.startsWith("{") ? `(${target}=${value});` : `${target}=${value};`
  const { whole, named } = bindings(node)
  if (named.length === 0) return whole === undefined ? `${load};` : bind(whole, load)
  const checked = checking(specifier, whole ?? load, named)
  const pattern = `{${named.map(({ name, local }) => `${JSON.stringify(name)}:${local}`).join(",")}}`
  const first = whole === undefined ? "" : bind(whole, load)
  return first + (node.type === "ImportDeclaration" ? bind(pattern, checked) : `void ${checked};`)
}

function bindings(node: Loading): { whole: string | undefined; named: { name: string; local: string }[] } {
  if (node.type === "ExportAllDeclaration") return { whole: undefined, named: [] }
  if (node.type === "ExportNamedDeclaration")
    return { whole: undefined, named: node.specifiers.map(({ local }) => ({ name: exportedName(local), local: "" })) }
  const specifiers = valueSpecifiers(node)
  const whole = specifiers.find(specifier => specifier.type === "ImportNamespaceSpecifier")?.local.name
  const named = specifiers.flatMap(specifier => {
    if (specifier.type === "ImportNamespaceSpecifier") return []
    const name = specifier.type === "ImportDefaultSpecifier" ? "default" : exportedName(specifier.imported)
    return [{ name, local: specifier.local.name }]
  })
  return { whole, named }
}

/** An expression whose value is the module, once every name is seen to be there. */
function checking(specifier: string, module: string, named: readonly { name: string }[]): string {
  const complaint = `${JSON.stringify(specifier)} has no export named "`
  const advice = `". If it is a type, import it with "import type".`
  const check = `(m,...n)=>{for(const k of n)if(!(k in m))throw new SyntaxError(${JSON.stringify(complaint)}+k+${JSON.stringify(advice)});return m}`
  return `(${check})(${[module, ...named.map(({ name }) => JSON.stringify(name))].join(",")})`
}
