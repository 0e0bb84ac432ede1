import { analyseCell, foreignOf } from "../../cell/index.ts"
import type { CellFacts } from "../../contracts/cell.ts"
import type { ExtensionResult } from "../../contracts/extension.ts"
import type { MainLink } from "../mainlink.ts"

type Item = ExtensionResult<"language.complete">["items"][number]

/** A cell of the notebook as it is being edited. */
interface Cell {
  id: string
  source: string
}

const keywords =
  "SELECT FROM WHERE GROUP BY ORDER HAVING LIMIT OFFSET JOIN LEFT RIGHT INNER FULL CROSS ASOF ON USING AS WITH RECURSIVE UNION ALL DISTINCT INTERSECT EXCEPT VALUES AND OR NOT NULL IS IN LIKE ILIKE BETWEEN CASE WHEN THEN ELSE END ASC DESC OVER PARTITION QUALIFY WINDOW PIVOT UNPIVOT SUMMARIZE DESCRIBE EXCLUDE REPLACE CAST EXISTS FILTER TABLESAMPLE".split(
    " ",
  )
const functions =
  "count sum avg min max median mode stddev quantile_cont first last any_value list string_agg arg_min arg_max approx_count_distinct row_number rank dense_rank lag lead ntile coalesce nullif round floor ceil abs sqrt ln exp log greatest least lower upper trim length substring replace split_part concat regexp_matches regexp_extract regexp_replace strftime strptime date_trunc date_part date_diff epoch unnest struct_pack read_csv read_parquet read_json range".split(
    " ",
  )

/** Kinds of what cells define that no query can select from. */
const code = new Set(["function", "class", "import", "namespace", "enum"])

/**
 * What a query can go on with: tables and parameters of other cells, columns of the tables that it names, SQL's words and functions.
 * Values that cannot be looked at just now, while a cell runs, bring no columns.
 */
export async function completeSql(cells: readonly Cell[], own: Cell, offset: number, link: MainLink): Promise<Item[]> {
  const before = own.source.slice(0, offset)
  const word = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(before)?.[0] ?? ""
  const start = offset - word.length
  const lead = before.slice(0, start)
  const names = namesOf(cells, own.id)
  const item =
    (kind: string, rank: number) =>
    (label: string): Item => ({ start, end: offset, label, kind, insertText: label, sortText: `${rank}${label}` })
  if (lead.endsWith("$")) return names.map(item("variable", 0))
  const tables = (foreignOf(own.source)?.code.uses ?? []).map(({ name }) => name)
  const member = /([\p{L}_][\p{L}\p{N}_]*)\.$/u.exec(lead)?.[1]
  if (member !== undefined) {
    const table = names.includes(member) ? member : aliased(own.source, member)
    return (await columnsOf(table === undefined ? tables : [table], link)).map(item("field", 0))
  }
  if (/\b(?:from|join)\s+$/i.test(lead)) return names.map(item("variable", 0))
  return [
    ...(await columnsOf(tables, link)).map(item("field", 0)),
    ...names.map(item("variable", 1)),
    ...keywords.map(item("keyword", 2)),
    ...functions.map(item("function", 3)),
  ]
}

/** What Python can go on with, without asking it: values of other cells, and the words of the cell itself. Members are not known here. */
export async function completePython(cells: readonly Cell[], own: Cell, offset: number): Promise<Item[]> {
  const before = own.source.slice(0, offset)
  const word = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(before)?.[0] ?? ""
  const start = offset - word.length
  if (before[start - 1] === ".") return []
  const words = own.source.match(/[\p{L}_][\p{L}\p{N}_]+/gu) ?? []
  const labels = new Set([...namesOf(cells, own.id), ...words.filter(other => other !== word)])
  return [...labels].map(label => ({ start, end: offset, label, kind: "variable", insertText: label, sortText: label }))
}

/** What a table is called that a query gives another name. */
const aliased = (source: string, name: string): string | undefined =>
  new RegExp(`\\b(?:from|join|,)\\s*([\\p{L}_][\\p{L}\\p{N}_]*)\\s+(?:as\\s+)?${name}\\b`, "iu").exec(source)?.[1]

/** Values that the cells above define, those of the nearest first. */
function namesOf(cells: readonly Cell[], own: string): string[] {
  const at = cells.findIndex(({ id }) => id === own)
  const above = (at < 0 ? cells : cells.slice(0, at)).toReversed()
  const values = above.flatMap((cell, i) => defines(cell, i + 1).filter(({ kind }) => !code.has(kind)))
  return [...new Set(values.map(({ name }) => name))]
}

function defines({ id, source }: Cell, number: number): CellFacts["defines"] {
  try {
    return analyseCell(source, { id, number }).defines
  } catch {
    return []
  }
}

async function columnsOf(names: readonly string[], link: MainLink): Promise<string[]> {
  if (names.length === 0) return []
  const finding = await link.asking.ask({ about: "columns", names: [...names] })
  return "value" in finding ? (finding.value as string[]) : []
}
