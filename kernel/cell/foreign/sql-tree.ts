import type { SqlToken } from "./sql-lexer.ts"

/** What stands between a pair of parentheses, or a token by itself. */
export type SqlNode = { token: SqlToken; inner?: undefined } | { token: SqlToken; inner: SqlNode[] }

/** Tokens with what stands in parentheses as one node each. What is never closed is closed at the end. */
export function sqlTree(tokens: readonly SqlToken[]): SqlNode[] {
  const open: SqlNode[][] = [[]]
  for (const token of tokens) {
    const level = open.at(-1)!
    if (token.kind === "sign" && token.value === "(") {
      const inner: SqlNode[] = []
      level.push({ token, inner })
      open.push(inner)
    } else if (token.kind === "sign" && token.value === ")") {
      if (open.length > 1) open.pop()
    } else level.push({ token })
  }
  return open[0]!
}

/** A keyword in small letters; "" for anything that is no bare word. */
export const keywordOf = (node: SqlNode | undefined): string =>
  node?.inner === undefined && node?.token.kind === "word" ? node.token.value.toLowerCase() : ""

export const isSign = (node: SqlNode | undefined, sign: string): boolean =>
  node?.inner === undefined && node?.token.kind === "sign" && node.token.value === sign
