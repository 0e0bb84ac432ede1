/** A token of SQL as DuckDB reads it. Comments and white space are none. */
export interface SqlToken {
  kind: "word" | "quoted" | "string" | "number" | "parameter" | "sign"
  /** As it is written. */
  text: string
  /** A name without its quotes, a text without them, a parameter without its `$`; else as it is written. */
  value: string
  /** Offset in the text. */
  start: number
}

const space = /(?:\s|--[^\n\r]*)+/y
const word = /[\p{L}_][\p{L}\p{N}_$]*/uy
const number = /(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const parameter = /\$(?:[\p{L}_][\p{L}\p{N}_]*|\d+)(?!\$)/uy
const quoted = /"(?:[^"]|"")*"?/y
const text = /'(?:[^']|'')*'?/y
const escaped = /[eE]'(?:[^'\\]|''|\\[\s\S])*'?/y
const dollar = /\$([\p{L}_][\p{L}\p{N}_]*)?\$/uy

type Reader = (sql: string, at: number) => { kind: SqlToken["kind"]; value: string; end: number } | undefined

const match = (pattern: RegExp, sql: string, at: number): RegExpExecArray | undefined => {
  pattern.lastIndex = at
  return pattern.exec(sql) ?? undefined
}

const by =
  (kind: SqlToken["kind"], pattern: RegExp, value: (text: string) => string): Reader =>
  (sql, at) => {
    const found = match(pattern, sql, at)
    return found && { kind, value: value(found[0]), end: pattern.lastIndex }
  }

/** `$$ … $$` and `$tag$ … $tag$`: a text in which nothing is special. */
const inDollars: Reader = (sql, at) => {
  const open = match(dollar, sql, at)?.[0]
  if (open === undefined) return undefined
  const from = at + open.length
  const close = sql.indexOf(open, from)
  const end = close < 0 ? sql.length : close
  return { kind: "string", value: sql.slice(from, end), end: Math.min(sql.length, end + open.length) }
}

const readers: readonly Reader[] = [
  inDollars,
  by("parameter", parameter, written => written.slice(1)),
  by("string", escaped, written => written.slice(2, -1)),
  by("string", text, written => written.slice(1, -1).replaceAll("''", "'")),
  by("quoted", quoted, written => written.slice(1, -1).replaceAll('""', '"')),
  by("word", word, written => written),
  by("number", number, written => written),
]

/** The tokens of a text; a quote that is never closed reaches to its end. Linear, and never throws. */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = []
  for (let at = afterSpace(sql, 0); at < sql.length; ) {
    const found = readers.map(read => read(sql, at)).find(read => read !== undefined)
    const { kind, value, end } = found ?? { kind: "sign" as const, value: sql[at]!, end: at + 1 }
    tokens.push({ kind, value, text: sql.slice(at, end), start: at })
    at = afterSpace(sql, end)
  }
  return tokens
}

/** The offset of the next token; comments in slashes may stand in one another. */
function afterSpace(sql: string, from: number): number {
  for (let at = from; ; ) {
    at += match(space, sql, at)?.[0].length ?? 0
    if (!sql.startsWith("/*", at)) return at
    let depth = 0
    do {
      if (sql.startsWith("/*", at)) depth += 1
      else if (sql.startsWith("*/", at)) depth -= 1
      else {
        at += 1
        continue
      }
      at += 2
    } while (depth > 0 && at < sql.length)
  }
}
