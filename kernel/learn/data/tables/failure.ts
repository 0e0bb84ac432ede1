import { basename } from "node:path"
import { KaonError } from "../../../contracts/errors.ts"

export interface Query {
  sql: string
  folder: string
}

type Explain = (found: RegExpExecArray, message: string, query: Query) => ConstructorParameters<typeof KaonError>

const fileIn = (message: string): string | undefined => /^\s*file = (.+)$/m.exec(message)?.[1]
const shown = (file: string | undefined): string => (file === undefined ? "The file" : `"${basename(file)}"`)
const lineIn = (message: string): number => Number(/CSV Error on Line: (\d+)/.exec(message)?.[1])

/** Where a value stands in a line, from 1; DuckDB names the value and the line, not the place. */
function columnOf(message: string, value: string): number | undefined {
  const line = /^Original Line: (.*)$/m.exec(message)?.[1]
  const at = line?.indexOf(value) ?? -1
  return at < 0 ? undefined : at + 1
}

const place = (message: string, value = "") => {
  const file = fileIn(message)
  const column = value === "" ? undefined : columnOf(message, value)
  return { ...(file !== undefined && { file }), line: lineIn(message), ...(column !== undefined && { column }) }
}

const typeNames: Record<string, string> = {
  BIGINT: "a whole number",
  DOUBLE: "a number",
  BOOLEAN: "true or false",
  DATE: "a date",
  TIME: "a time",
  TIMESTAMP: "a point in time",
}

/** What DuckDB says, what it means, and what to do. First match wins. */
const explanations: readonly (readonly [RegExp, Explain])[] = [
  [
    /Error when converting column "(.+)"\. Could not convert string "(.*)" to '(.+)'/,
    ([, column, value, type], message) => [
      "DATA_INVALID",
      `${shown(fileIn(message))}, line ${lineIn(message)}: column "${column}" holds "${value}", which is not ${typeNames[type!] ?? type}.`,
      {
        fix: `Correct the line, count it as missing with missing: ["${value}"], or read the column as text with types: { "${column}": "text" }.`,
        place: place(message, value),
      },
    ],
  ],
  [
    /Expected Number of Columns: (\d+) Found: (\d+)/,
    ([, wanted, found], message) => [
      "DATA_INVALID",
      `${shown(fileIn(message))}, line ${lineIn(message)} has ${found} values; the table has ${wanted} columns.`,
      { fix: "Correct the line: a value with a delimiter in it needs quotes.", place: place(message) },
    ],
  ],
  [
    /unterminated quote/i,
    (_found, message) => [
      "DATA_INVALID",
      `${shown(fileIn(message))}, line ${lineIn(message)}: a quote is opened and not closed.`,
      { fix: `Close the quote, or write a quote inside of a value twice ("").`, place: place(message) },
    ],
  ],
  [
    /Invalid unicode/,
    (_found, message) => [
      "DATA_INVALID",
      `${shown(fileIn(message))} is not in UTF-8 (near line ${lineIn(message)}).`,
      { fix: `Give its encoding, such as encoding: "latin-1" or "utf-16".`, place: place(message) },
    ],
  ],
  [
    /COLUMN_TYPES error: Columns with names: "(.+?)"/,
    ([, column]) => [
      "DATA_INVALID",
      `There is no column "${column}" to give a type to.`,
      { fix: "Correct the name in types." },
    ],
  ],
  [
    /Error when sniffing file "(.+?)"/,
    ([, file]) => [
      "DATA_INVALID",
      `${shown(file)} is not a table of delimited values.`,
      {
        fix: "Give its delimiter and quote, or read it as what it is: data.json, data.parquet.",
        place: { file: file! },
      },
    ],
  ],
  [
    /No files found that match the pattern "(.+?)"/,
    ([, file], _message, { folder }) => [
      "FILE_NOT_FOUND",
      `There is no file "${file}".`,
      { fix: `Relative paths start from ${folder}.` },
    ],
  ],
  [
    /Malformed JSON in file "(.+?)", at byte (\d+) in (?:line|record\/value) (\d+): (.+?)\.?\s*$/m,
    ([, file, byte, line, what]) => [
      "DATA_INVALID",
      `${shown(file)}, line ${line}: this is not JSON (${what!.trim()}).`,
      { fix: "Correct the line.", place: { file: file!, line: Number(line), column: Number(byte) } },
    ],
  ],
  [
    /No magic bytes found at end of file '(.+?)'|File '(.+?)' too small to be a Parquet file/,
    ([, file, small]) => [
      "DATA_INVALID",
      `${shown(file ?? small)} is not a Parquet file, or only a part of one.`,
      { fix: "Copy it again, or read it as what it is: data.csv, data.json, data.arrow." },
    ],
  ],
  [
    /Referenced column "(.+?)" not found in FROM clause![\s\S]*?Candidate bindings: (.+)/,
    ([, column, candidates], message) => [
      "QUERY_INVALID",
      `There is no column "${column}".`,
      { fix: `Did you mean ${candidates}?`, ...sqlPlace(message) },
    ],
  ],
  [
    /Table with name (.+?) does not exist!/,
    ([, table], message) => [
      "QUERY_INVALID",
      `There is no table "${table}".`,
      {
        fix: `Name a file in quotes ('${table}.csv'), or hand tables over by name: data.sql(query, { ${table} }).`,
        ...sqlPlace(message),
      },
    ],
  ],
  [
    /Out of Memory Error/,
    () => [
      "DATA_INVALID",
      "The query needs more memory than there is.",
      { fix: "Select fewer columns or rows, or work by batches: table.batches()." },
    ],
  ],
  [
    /^(?:Parser|Binder|Catalog|Conversion|Invalid Input|Out of Range) Error: ([^\n]+)/,
    ([, what], message) => ["QUERY_INVALID", sentence(what!), { fix: "Correct the query.", ...sqlPlace(message) }],
  ],
]

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

/** Line and column in the query, from the mark that DuckDB draws under it. */
function sqlPlace(message: string): { place?: { line: number; column: number } } {
  const found = /^LINE (\d+): .*\n(\s*)\^/m.exec(message)
  if (found === null) return {}
  return { place: { line: Number(found[1]), column: Math.max(1, found[2]!.length - `LINE ${found[1]}: `.length + 1) } }
}

/** A failure of DuckDB as an error that says where it is and what to do; errors that are explained already stay. */
export function queryFailure(error: unknown, query: Query): unknown {
  if (error instanceof KaonError || !(error instanceof Error)) return error
  const told = error.message.replace(/^Failed to \w+(?: \w+)*: (?=\w+ Error: )/, "")
  for (const [pattern, explain] of explanations) {
    const found = pattern.exec(told)
    if (found === null) continue
    const [code, message, options] = explain(found, told, query)
    return new KaonError(code, message, { ...options, cause: error })
  }
  return new KaonError("QUERY_INVALID", sentence(told.split("\n")[0]!), {
    fix: "Correct the query.",
    cause: error,
  })
}
