import type { PythonToken } from "./python-lexer.ts"
import type { PythonName } from "./python-names.ts"
import { keywords } from "./python-words.ts"

const opens = new Set(["(", "[", "{"])
const closes = new Set([")", "]", "}"])

/** Each token with the brackets that are open before it: "call" where they take arguments or an index, else "group". */
function* nested(
  tokens: readonly PythonToken[],
): Generator<{ token: PythonToken; at: number; open: ("call" | "group")[] }> {
  const open: ("call" | "group")[] = []
  for (const [at, token] of tokens.entries()) {
    if (closes.has(token.text)) open.pop()
    yield { token, at, open }
    if (!opens.has(token.text)) continue
    const before = tokens[at - 1]
    const isCall =
      token.text !== "{" &&
      before !== undefined &&
      ((before.kind === "name" && !keywords.has(before.text)) || before.kind === "string" || closes.has(before.text))
    open.push(isCall ? "call" : "group")
  }
}

/** The parts between signs that stand outside of all brackets. */
export function splitAt(tokens: readonly PythonToken[], sign: string): PythonToken[][] {
  const parts: PythonToken[][] = [[]]
  for (const { token, open } of nested(tokens)) {
    if (open.length === 0 && token.kind === "sign" && token.text === sign) parts.push([])
    else parts.at(-1)!.push(token)
  }
  return parts
}

/** The index of the first colon outside of brackets that is no lambda's; the number of tokens where there is none. */
export function colonOf(tokens: readonly PythonToken[]): number {
  let lambdas = 0
  for (const { token, at, open } of nested(tokens)) {
    if (open.length > 0) continue
    if (token.text === "lambda") lambdas += 1
    else if (token.kind === "sign" && token.text === ":") {
      if (lambdas === 0) return at
      lambdas -= 1
    }
  }
  return tokens.length
}

/** The names that a target binds: `a`, `(a, *b)`, `[a, b]`; `a.b` and `a[i]` bind none. */
export function boundIn(tokens: readonly PythonToken[]): PythonName[] {
  const found: PythonName[] = []
  for (const { token, at, open } of nested(tokens)) {
    if (token.kind !== "name" || keywords.has(token.text) || open.includes("call")) continue
    if (tokens[at - 1]?.text === "." || [".", "[", "("].includes(tokens[at + 1]?.text ?? "")) continue
    found.push({ name: token.text, at: token.start })
  }
  return found
}

/** The names that an expression reads; those that its own lambdas and comprehensions bind are left out. */
export function readsIn(tokens: readonly PythonToken[]): PythonName[] {
  const own = ownNames(tokens)
  const found: PythonName[] = []
  for (const { token, at, open } of nested(tokens)) {
    if (token.kind !== "name" || keywords.has(token.text) || own.has(token.text)) continue
    if (tokens[at - 1]?.text === ".") continue
    // The name of an argument: `f(x=1)`.
    if (open.at(-1) === "call" && tokens[at + 1]?.text === "=") continue
    if (tokens[at + 1]?.text === ":=") continue
    found.push({ name: token.text, at: token.start })
  }
  return found
}

function ownNames(tokens: readonly PythonToken[]): Set<string> {
  const own = new Set<string>()
  tokens.forEach(({ text }, at) => {
    if (text === "lambda") {
      const rest = tokens.slice(at + 1)
      const head = rest.slice(0, colonOf(rest))
      for (const [i, { kind, text: name }] of head.entries())
        if (kind === "name" && (i === 0 || [",", "*", "**"].includes(head[i - 1]!.text))) own.add(name)
    }
    if (text === "for" && at > 0) {
      const rest = tokens.slice(at + 1)
      const end = rest.findIndex(token => token.text === "in")
      for (const { name } of boundIn(rest.slice(0, Math.max(0, end)))) own.add(name)
    }
  })
  return own
}
