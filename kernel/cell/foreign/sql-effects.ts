import type { SqlToken } from "./sql-lexer.ts"

const chance = "draws by chance"
const clock = "asks for the time"
const outside = "reads what stands outside of it"
const changes = "writes files or databases"

/** Words that take something from outside of the query, or leave something there. */
const words: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["random", "uuid", "gen_random_uuid", "uuidv4", "uuidv7", "setseed", "sample", "tablesample"].map(name => [
      name,
      chance,
    ]),
  ),
  ...Object.fromEntries(
    "now today current_date current_time current_timestamp get_current_time get_current_timestamp transaction_timestamp localtime localtimestamp"
      .split(" ")
      .map(name => [name, clock]),
  ),
  ...Object.fromEntries(
    ["getenv", "nextval", "currval", "attach", "install", "load", "import"].map(name => [name, outside]),
  ),
  ...Object.fromEntries(["copy", "export", "checkpoint"].map(name => [name, changes])),
}

/** What SQL does beside computing from the tables that it names, for the cache: a query with any of it always runs. */
export function sqlEffects(tokens: readonly SqlToken[]): string[] {
  const found = tokens.flatMap(({ kind, value, text }, at) => {
    if (kind === "string") return /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? ["talks over the network"] : []
    const why = kind === "word" ? words[text.toLowerCase()] : undefined
    // A column may have such a name: `orders.load`.
    return why === undefined || tokens[at - 1]?.text === "." ? [] : [why]
  })
  return [...new Set(found)]
}

/** Equal for SQL that differs in spaces and comments alone. */
export const sqlNormal = (tokens: readonly SqlToken[]): string => JSON.stringify(tokens.map(({ text }) => text))
