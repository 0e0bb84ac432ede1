import type { SqlToken } from "./sql-lexer.ts"
import { isSign, keywordOf, type SqlNode, sqlTree } from "./sql-tree.ts"

/** Words after which a table is named. */
const introduces = new Set([
  "from",
  "join",
  "pivot",
  "unpivot",
  "summarize",
  "describe",
  "desc",
  "table",
  "update",
  "copy",
])
/** Of these, those that do so only where a statement or query begins: elsewhere they are names or functions. */
const atStart = new Set(["pivot", "unpivot", "summarize", "describe", "desc", "table", "update", "copy"])
/** Words that end a list of tables: a comma behind them parts something else. */
const ends = new Set(
  "where group order having limit offset window qualify union intersect except select set values returning fetch".split(
    " ",
  ),
)
/** Words before a table's name that are none. */
const before = new Set(["lateral", "only"])
/** Functions whose arguments have a FROM of their own: `extract(year FROM day)`. */
const withFrom = new Set(["extract", "trim", "substring", "overlay", "position"])
/** What a query in parentheses begins with; a join in parentheses begins with a table. */
const queries = new Set([
  "select",
  "with",
  "from",
  "values",
  "pivot",
  "unpivot",
  "summarize",
  "describe",
  "desc",
  "show",
  "table",
])

/**
 * The tables that SQL reads by a bare name, in their order: what stands behind FROM, JOIN and their like and is neither a query's own
 * (WITH), nor a function, a file, or a name with a schema.
 */
export function sqlTables(tokens: readonly SqlToken[]): SqlToken[] {
  const found: SqlToken[] = []
  read(sqlTree(tokens), new Set(), false, found)
  return found
}

function read(nodes: readonly SqlNode[], visible: ReadonlySet<string>, listed: boolean, found: SqlToken[]): void {
  const own = new Set(visible)
  let isListed = listed
  let starts = true
  for (let at = listed ? table(nodes, 0, own, found) : 0; at < nodes.length; ) {
    const node = nodes[at]!
    const keyword = keywordOf(node)
    const fresh = starts
    starts = isSign(node, ";") || keyword === "explain" || keyword === "analyze"
    if (keyword === "with" && fresh) {
      at = shared(nodes, at + 1, own, found)
      starts = true
      continue
    }
    if (node.inner !== undefined) {
      const isFunction = withFrom.has(keywordOf(nodes[at - 1]))
      read(isFunction ? node.inner.filter(part => keywordOf(part) !== "from") : node.inner, own, false, found)
    } else if (introduces.has(keyword) && (fresh || !atStart.has(keyword)) && keywordOf(nodes[at - 1]) !== "distinct") {
      isListed = keyword === "from" || keyword === "join"
      at = table(nodes, at + 1, own, found)
      starts = queries.has(keywordOf(nodes[at]))
      continue
    } else if (isSign(node, ",") && isListed) {
      at = table(nodes, at + 1, own, found)
      continue
    } else if (ends.has(keyword) || isSign(node, ";")) isListed = false
    if (["union", "intersect", "except", "all"].includes(keyword)) starts = true
    at += 1
  }
}

/** Reads the tables of a WITH, which are those of what comes behind them alone, and of themselves where it is recursive. */
function shared(nodes: readonly SqlNode[], from: number, own: Set<string>, found: SqlToken[]): number {
  const recursive = keywordOf(nodes[from]) === "recursive"
  let at = recursive ? from + 1 : from
  for (;;) {
    const as = nodes[at]?.token.value.toLowerCase() ?? ""
    const query = nodes.findIndex((node, i) => i > at && node.inner !== undefined && isBody(nodes, i))
    if (query < 0) return nodes.length
    read(nodes[query]!.inner!, recursive ? new Set([...own, as]) : own, false, found)
    own.add(as)
    at = query + 1
    if (!isSign(nodes[at], ",")) return at
    at += 1
  }
}

const isBody = (nodes: readonly SqlNode[], at: number): boolean =>
  ["as", "materialized"].includes(keywordOf(nodes[at - 1]))

/** Takes down the table that is named at a place; gives the place behind it. */
function table(nodes: readonly SqlNode[], from: number, own: ReadonlySet<string>, found: SqlToken[]): number {
  let at = from
  while (before.has(keywordOf(nodes[at]))) at += 1
  // `FROM cities: 'cities.csv'` names the table first.
  if (isName(nodes[at]) && isSign(nodes[at + 1], ":") && !isSign(nodes[at + 2], ":")) at += 2
  const node = nodes[at]
  if (node?.inner !== undefined) {
    read(node.inner, own, !queries.has(keywordOf(node.inner[0])), found)
    return at + 1
  }
  if (!isName(node)) return at
  const [next] = nodes.slice(at + 1)
  if (isSign(next, ".")) return at + 3
  if (next?.inner !== undefined) return at + 1
  if (!own.has(node.token.value.toLowerCase()) && !queries.has(keywordOf(node))) found.push(node.token)
  return queries.has(keywordOf(node)) ? at : at + 1
}

const isName = (node: SqlNode | undefined): node is SqlNode & { inner?: undefined } =>
  node !== undefined && node.inner === undefined && (node.token.kind === "word" || node.token.kind === "quoted")
