import type { Scope } from "./dap.ts"
import type { Frame } from "./stack.ts"
import type { Container, Variables } from "./variables.ts"

const names: Record<string, string> = {
  local: "Locals",
  block: "Block",
  closure: "Closure",
  catch: "Catch",
  with: "With",
  module: "Module",
  eval: "Eval",
  "wasm-expression-stack": "WebAssembly",
  script: "Notebook",
  global: "Globals",
}

/** Names that every program has: a reader looks for their own. */
const everyones = new Set(Object.getOwnPropertyNames(globalThis))

/** Names that are not the user's: made by the compiler or by Kaon. */
export const isHidden = (name: string): boolean => /\$(const|hoisted|using)$/.test(name) || name === "__kaon"

/**
 * @param given names of globals that Kaon brings
 */
export function scopesOf(frame: Frame, variables: Variables, given: ReadonlySet<string>): Scope[] {
  const { call } = frame
  if (call === undefined) return []
  return call.scopeChain.flatMap(({ type, object, name }, number) => {
    if (object.objectId === undefined) return []
    const global = type === "global"
    const container: Container = {
      kind: "scope",
      objectId: object.objectId,
      callFrameId: call.callFrameId,
      number,
      hides: global ? own => isHidden(own) || everyones.has(own) || given.has(own) : isHidden,
    }
    return {
      name: `${names[type] ?? type}${type === "closure" && name ? ` (${name.replace(/\$hoisted$/, "")})` : ""}`,
      ...(type === "local" ? { presentationHint: "locals" as const } : {}),
      ...(global ? { presentationHint: "globals" as const } : {}),
      variablesReference: variables.add(container),
      expensive: global,
    }
  })
}
