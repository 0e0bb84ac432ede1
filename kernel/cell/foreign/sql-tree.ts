import type { SqlToken } from "./sql-lexer.ts"

/** What stands between a pair of parentheses, or a token by itself. */
export type SqlNode = { token: SqlToken; inner?: undefined } | { token: SqlToken; inner: SqlNode[] }

/** Deeper than DuckDB itself reads; what is deeper still is read as if its parentheses were not there. */
const deepest = 1000

/** Tokens with what stands in parentheses as one node each. What is never closed is closed at the end. */
export function sqlTree(tokens: readonly SqlToken[]): SqlNode[] {
  const open: SqlNode[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    const level = open.at(-1)!
    if (token.kind === "sign" && token.value === "(") {
      depth += 1
      if (depth > deepest) continue
      const inner: SqlNode[] = []
      level.push({ token, inner })
      open.push(inner)
    } else if (token.kind === "sign" && token.value === ")") {
      if (depth <= deepest && open.length > 1) open.pop()
      depth = Math.max(0, depth - 1)
    } else level.push({ token })
  }
  return open[0]!
}

/** A keyword in small letters; "" for anything that is no bare word. */
export const keywordOf = (node: SqlNode | undefined): string =>
  node?.inner === undefined && node?.token.kind === "word" ? node.token.value.toLowerCase() : ""

export const isSign = (node: SqlNode | undefined, sign: string): boolean =>
  node?.inner === undefined && node?.token.kind === "sign" && node.token.value === sign
