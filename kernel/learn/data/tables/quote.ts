/** A text as a literal of SQL. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A name of a column or table in SQL, whatever it consists of. */
export const name = (text: string): string => `"${text.replaceAll('"', '""')}"`

type Option = string | number | boolean | readonly string[] | Readonly<Record<string, string>>

/** An option's value as DuckDB's table functions take it: lists in brackets, maps in braces. */
export function optionValue(value: Option): string {
  if (typeof value === "string") return literal(value)
  if (typeof value !== "object") return String(value)
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`
  return `{${Object.entries(value)
    .map(([key, text]) => `${literal(key)}: ${literal(text)}`)
    .join(", ")}}`
}

/** `function('file', option = value, …)`; options that are undefined are left out. */
export function call(reader: string, files: readonly string[], options: Record<string, Option | undefined>): string {
  const given = Object.entries(options).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} = ${optionValue(value)}`],
  )
  return `${reader}(${[optionValue(files.length === 1 ? files[0]! : files), ...given].join(", ")})`
}
