import type { DuckDBPreparedStatement, DuckDBType, DuckDBValue } from "@duckdb/node-api"
import { KaonError } from "../../../contracts/errors.ts"

/** Gives a statement the values of its parameters. Throws QUERY_INVALID, with its place, for one that has none. */
export async function bind(
  statement: DuckDBPreparedStatement,
  values: Readonly<Record<string, unknown>>,
  text: string,
): Promise<void> {
  const bound: Record<string, DuckDBValue> = {}
  const types: Record<string, DuckDBType> = {}
  for (let i = 1; i <= statement.parameterCount; i++) {
    const name = statement.parameterName(i)
    const found = await bindable(values[name])
    if (found === undefined) throw missing(name, values[name], text)
    bound[name] = found.value
    if (found.type !== undefined) types[name] = found.type
  }
  if (statement.parameterCount > 0) statement.bind(bound, types)
}

async function bindable(value: unknown): Promise<{ value: DuckDBValue; type?: DuckDBType } | undefined> {
  const duckdb = await import("@duckdb/node-api")
  if (value === null || typeof value === "string" || typeof value === "boolean") return { value }
  if (typeof value === "bigint") return { value, type: duckdb.BIGINT }
  if (typeof value === "number") {
    // A whole number stays one: LIMIT takes no other.
    return Number.isSafeInteger(value) ? { value: BigInt(value), type: duckdb.BIGINT } : { value, type: duckdb.DOUBLE }
  }
  if (value instanceof Date)
    return { value: new duckdb.DuckDBTimestampValue(BigInt(value.getTime()) * 1000n), type: duckdb.TIMESTAMP }
  if (!Array.isArray(value)) return undefined
  if (value.every(item => typeof item === "number"))
    return { value: duckdb.listValue(value), type: duckdb.LIST(duckdb.DOUBLE) }
  if (value.every(item => typeof item === "string"))
    return { value: duckdb.listValue(value), type: duckdb.LIST(duckdb.VARCHAR) }
  return undefined
}

function missing(name: string, value: unknown, text: string): KaonError {
  const before = text.slice(0, Math.max(0, text.indexOf(`$${name}`))).split("\n")
  const place = { line: before.length, column: before.at(-1)!.length + 1 }
  if (/^\d+$|^$/.test(name)) {
    return new KaonError("QUERY_INVALID", "The query has a parameter without a name.", {
      fix: "Name a variable of the notebook: $rate.",
      place,
    })
  }
  return value === undefined
    ? new KaonError("QUERY_INVALID", `No cell above defines the parameter "${name}".`, {
        fix: `Add const ${name} = … to a cell above, such as %%params.`,
        place,
      })
    : new KaonError("QUERY_INVALID", `The parameter "${name}" is no number, text, truth value, date or list of such.`, {
        fix: "Give it such a value, or select from it by its name alone where it is a table.",
        place,
      })
}

/** Names of columns, each once: the second `id` is `id_1`, as DuckDB itself has it in a table. */
export function columnNames(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map(name => {
    let free = name
    for (let i = 1; taken.has(free.toLowerCase()); i++) free = `${name}_${i}`
    taken.add(free.toLowerCase())
    return free
  })
}
