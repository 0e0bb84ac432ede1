/** What a piece of code is; the name is also its CSS class (`t-keyword`) and Monaco's token. */
export type Kind = "text" | "keyword" | "string" | "number" | "comment" | "header" | "tag"

/** A construct that may go on over lines: its end, and how it is drawn. */
export interface Span {
  readonly end: RegExp
  readonly kind: Kind
}

export interface Grammar {
  /** Tried in order at each place; all sticky. A rule with `opens` begins a span of that name. */
  readonly rules: readonly { readonly match: RegExp; readonly kind: Kind; readonly opens?: string }[]
  readonly spans: Readonly<Record<string, Span>>
  readonly keywords: ReadonlySet<string>
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "))
const number = {
  match: /0[xob][\da-f_]+n?|\d[\d_]*(?:\.[\d_]*)?(?:e[+-]?\d+)?n?|\.\d[\d_]*(?:e[+-]?\d+)?/iy,
  kind: "number",
} as const
const word = { match: /[\p{L}_$][\p{L}\p{N}_$]*/uy, kind: "text" } as const
const doubleQuoted = { match: /"(?:\\.|[^"\\])*(?:"|$)/y, kind: "string" } as const
const singleQuoted = { match: /'(?:\\.|[^'\\])*(?:'|$)/y, kind: "string" } as const
const header = { match: /(?<=^\s*)%%\w+.*/y, kind: "header" } as const

const typescript: Grammar = {
  keywords: words(
    "abstract as asserts async await break case catch class const continue debugger declare default delete do else enum export extends false finally for from function get if implements import in infer instanceof interface is keyof let namespace new null of override private protected public readonly return satisfies set static super switch this throw true try type typeof undefined unique using var void while with yield",
  ),
  spans: {
    comment: { end: /\*\//y, kind: "comment" },
    template: { end: /`/y, kind: "string" },
  },
  rules: [
    header,
    { match: /\/\/.*/y, kind: "comment" },
    { match: /\/\*/y, kind: "comment", opens: "comment" },
    { match: /`/y, kind: "string", opens: "template" },
    doubleQuoted,
    singleQuoted,
    number,
    word,
  ],
}

const python: Grammar = {
  keywords: words(
    "False None True and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield",
  ),
  spans: {
    doubles: { end: /"""/y, kind: "string" },
    singles: { end: /'''/y, kind: "string" },
  },
  rules: [
    header,
    { match: /#.*/y, kind: "comment" },
    { match: /[rbfu]{0,2}"""/iy, kind: "string", opens: "doubles" },
    { match: /[rbfu]{0,2}'''/iy, kind: "string", opens: "singles" },
    { match: /[rbfu]{0,2}"(?:\\.|[^"\\])*(?:"|$)/iy, kind: "string" },
    { match: /[rbfu]{0,2}'(?:\\.|[^'\\])*(?:'|$)/iy, kind: "string" },
    number,
    word,
  ],
}

const sql: Grammar = {
  keywords: words(
    "select from where group by order having limit offset join left right inner outer full cross on as with union all distinct insert into values update set delete create table view drop and or not null is in like between case when then else end asc desc over partition using SELECT FROM WHERE GROUP BY ORDER HAVING LIMIT OFFSET JOIN LEFT RIGHT INNER OUTER FULL CROSS ON AS WITH UNION ALL DISTINCT INSERT INTO VALUES UPDATE SET DELETE CREATE TABLE VIEW DROP AND OR NOT NULL IS IN LIKE BETWEEN CASE WHEN THEN ELSE END ASC DESC OVER PARTITION USING qualify window pivot unpivot summarize describe exclude replace cast exists filter asof lateral except intersect recursive semi anti positional tablesample ilike true false first last nulls interval QUALIFY WINDOW PIVOT UNPIVOT SUMMARIZE DESCRIBE EXCLUDE REPLACE CAST EXISTS FILTER ASOF LATERAL EXCEPT INTERSECT RECURSIVE SEMI ANTI POSITIONAL TABLESAMPLE ILIKE TRUE FALSE FIRST LAST NULLS INTERVAL",
  ),
  spans: { comment: { end: /\*\//y, kind: "comment" } },
  rules: [
    header,
    { match: /--.*/y, kind: "comment" },
    { match: /\/\*/y, kind: "comment", opens: "comment" },
    singleQuoted,
    doubleQuoted,
    number,
    word,
  ],
}

const markdown: Grammar = {
  keywords: new Set(),
  spans: { fence: { end: /^\s*(?:```|~~~)/y, kind: "string" } },
  rules: [
    { match: /(?<=^)#{1,6}\s.*/y, kind: "keyword" },
    { match: /(?<=^)\s*(?:```|~~~).*/y, kind: "string", opens: "fence" },
    { match: /`[^`]+`/y, kind: "string" },
    { match: /(?<=^\s*)(?:[-*+]|\d+\.)(?=\s)/y, kind: "number" },
    { match: /\[[^\]]*\]\([^)]*\)/y, kind: "tag" },
    word,
  ],
}

const plain: Grammar = { keywords: new Set(), spans: {}, rules: [] }

/** Grammars by the names that Jupyter kernels give their languages. */
export const grammars: Readonly<Record<string, Grammar>> = {
  typescript,
  javascript: typescript,
  json: typescript,
  python,
  sql,
  markdown,
  plain,
}
