import type { Header } from "../../contracts/stages.ts"
import type { ForeignBody, ForeignCode, ForeignName } from "./foreign.ts"
import { sqlEffects, sqlNormal } from "./sql-effects.ts"
import { type SqlToken, sqlTokens } from "./sql-lexer.ts"
import { sqlTables } from "./sql-tables.ts"
import { isVariable } from "./variable.ts"

/** A `%%sql` cell: the tables and `$parameters` that it names are what it uses, its name is the table that it gives. */
export function readSql({ text, line }: ForeignBody, { name }: Header): ForeignCode {
  const tokens = sqlTokens(text)
  const tables = firstOf(sqlTables(tokens).map(({ value, start }) => ({ name: value, at: start })))
  const parameters = firstOf(
    tokens.filter(({ kind }) => kind === "parameter").map(({ value, start }) => ({ name: value, at: start })),
  )
  const query = {
    text,
    line,
    statements: statementsOf(text, tokens),
    ...(name === undefined ? {} : { name }),
  }
  const given = (names: readonly ForeignName[]) =>
    `{${names.map(({ name: used }) => `${JSON.stringify(used)}:typeof ${used}==="undefined"?void 0:${used}`).join(",")}}`
  const call = `await (await import("kaon:sql")).query(${JSON.stringify(query)},${given(tables)},${given(parameters)})`
  return {
    defines: name === undefined ? [] : [{ name, at: undefined, kind: "const" }],
    uses: firstOf([...tables, ...parameters].toSorted((a, b) => a.at! - b.at!)),
    script: name === undefined ? call : `const ${name} = ${call};${name}`,
    normal: sqlNormal(tokens),
    effects: sqlEffects(tokens),
    reads: [...new Set(tokens.filter(({ kind }) => kind === "string").map(({ value }) => value))],
    imports: ["@duckdb/node-api"],
  }
}

/** Where each statement begins and ends, without its semicolon. */
function statementsOf(text: string, tokens: readonly SqlToken[]): [start: number, end: number][] {
  const found: [number, number][] = []
  let from = 0
  let isEmpty = true
  const end = (at: number) => {
    if (!isEmpty) found.push([from, at])
    from = at + 1
    isEmpty = true
  }
  for (const { kind, text: written, start } of tokens) {
    if (kind === "sign" && written === ";") end(start)
    else isEmpty = false
  }
  end(text.length)
  return found
}

/** The first place of each name that a variable can have. */
function firstOf(names: readonly ForeignName[]): ForeignName[] {
  const first = new Map<string, ForeignName>()
  for (const found of names) if (isVariable(found.name) && !first.has(found.name)) first.set(found.name, found)
  return [...first.values()]
}
