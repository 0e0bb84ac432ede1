import { type Grammar, grammars, type Kind } from "./grammars.ts"

/** One token of a line: from `start` (UTF-16 code units) to the next one's start. */
export interface Token {
  readonly start: number
  readonly kind: Kind
}

/** The span that is open at the end of a line, or "" for none. */
export type LineState = string

export const grammarOf = (language: string): Grammar => grammars[language] ?? grammars.plain!

/** A cell's language: that of its header where it has one of another language, else the kernel's. */
export const languageOf = (type: string, source: string, kernel: string): string => {
  if (type !== "code") return type === "markdown" ? "markdown" : "plain"
  const header = /^\s*%%(sql|python)\b/.exec(source)?.[1]
  return header ?? kernel
}

/**
 * The tokens of one line and the state after it. The same line in the same state gives the same tokens, so that the editor
 * and the static text of a cell can never be drawn differently. Linear in the line; beyond `longest` characters there is one token.
 */
export function lexLine(line: string, state: LineState, grammar: Grammar): { tokens: Token[]; state: LineState } {
  const tokens: Token[] = []
  const push = (start: number, kind: Kind) => {
    if (tokens.at(-1)?.kind !== kind) tokens.push({ start, kind })
  }
  if (line.length > longest) return { tokens: [{ start: 0, kind: "text" }], state }
  let open = state
  let at = 0
  while (at < line.length) {
    const span = grammar.spans[open]
    if (span !== undefined) {
      push(at, span.kind)
      const end = endOf(span.end, line, at)
      if (end < 0) return { tokens, state: open }
      at = end
      open = ""
      continue
    }
    const rule = grammar.rules.find(({ match }) => {
      match.lastIndex = at
      return match.test(line) && match.lastIndex > at
    })
    if (rule === undefined) {
      push(at, "text")
      at++
      continue
    }
    const end = rule.match.lastIndex
    push(at, rule.kind === "text" && grammar.keywords.has(line.slice(at, end)) ? "keyword" : rule.kind)
    open = rule.opens ?? ""
    at = end
  }
  return { tokens, state: open }
}

const longest = 5000

function endOf(end: RegExp, line: string, from: number): number {
  for (let at = from; at < line.length; at++) {
    if (line[at] === "\\") {
      at++
      continue
    }
    end.lastIndex = at
    if (end.test(line)) return end.lastIndex
  }
  return -1
}

export interface Piece {
  readonly text: string
  readonly kind: Kind
}

/** A source as lines of coloured pieces. */
export function lexSource(source: string, language: string): Piece[][] {
  const grammar = grammarOf(language)
  let state: LineState = ""
  return source.split("\n").map(line => {
    const { tokens, state: after } = lexLine(line, state, grammar)
    state = after
    return tokens.map(({ start, kind }, index) => ({ kind, text: line.slice(start, tokens[index + 1]?.start) }))
  })
}
