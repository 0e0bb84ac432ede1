import { readFile, stat } from "node:fs/promises"
import { basename } from "node:path"
import { KaonError } from "../../../contracts/errors.ts"
import { sniffed } from "./csv-sniff.ts"
import { csvFault, delimiterOf } from "./csv-text.ts"
import { type Encoding, encodingOf } from "./encoding.ts"
import { describe, valuesOf } from "./engine.ts"
import { type Head, headOf } from "./file-head.ts"
import { call, name } from "./quote.ts"
import type { Relation } from "./relation.ts"
import { type DeclaredType, declaredTypes } from "./types.ts"

export interface CsvOptions {
  /** Types of columns that should not be inferred: `{ zip: "text", day: "date" }`. */
  types?: Readonly<Record<string, DeclaredType>>
  /** Without one, that of `, ; tab |` which the first line has most of. */
  delimiter?: string
  /** `"` without one. */
  quote?: string
  /** Is the first line the names of the columns? Told by the types without this. */
  header?: boolean
  /** UTF-8 without one, UTF-16 where the file says so. */
  encoding?: Encoding
  /** Texts that mean nothing is there. Without it: the empty text, NA, N/A, n/a, NaN, nan, NULL, null, #N/A, <NA>. */
  missing?: readonly string[]
  /** Lines to leave out at the start. */
  skip?: number
  /** The decimal sign: "." without one. */
  decimal?: "." | ","
  /** As strptime: "%d.%m.%Y". */
  dateFormat?: string
  /** A sign that starts a comment. */
  comment?: string
  /** Rows that types are inferred from: 20,480 without one; -1 for all. */
  sample?: number
}

const missing = ["", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "#N/A", "<NA>"]
/** Files up to this many bytes are read whole to find the line that is wrong. */
const searched = 1 << 28

/** CSV, TSV and their like, also gzipped; several files with the same columns, or a pattern with `*`, are one table. */
export async function csvRelation(files: readonly string[], options: CsvOptions, folder: string): Promise<Relation> {
  const plain = files.filter(file => !/[*?[]/.test(file))
  const heads = await Promise.all(plain.map(file => headOf(file, folder)))
  const encoding = options.encoding ?? (heads.map(encodingOf).find(each => each !== "utf-8") || "utf-8")
  const start =
    heads[0] === undefined
      ? ""
      : textOf(heads[0], encoding)
          .split("\n")
          .slice(options.skip ?? 0)
          .join("\n")
  const delimiter = options.delimiter ?? (/\.tsv(\.gz)?$/i.test(files[0]!) ? "\t" : delimiterOf(start))
  const paths = files.map(file => heads[plain.indexOf(file)]?.path ?? file)
  const declared = Object.entries(options.types ?? {}).map(([column, type]) => [column, declaredTypes[type]] as const)
  const said = {
    delim: delimiter,
    quote: options.quote ?? '"',
    escape: options.quote ?? '"',
    skip: options.skip ?? 0,
    header: options.header,
    encoding,
    nullstr: options.missing ?? missing,
    decimal_separator: options.decimal,
    dateformat: options.dateFormat,
    comment: options.comment ?? "",
    compression: heads.some(head => head.gzip) ? "gzip" : undefined,
    sample_size: options.sample,
  }
  const reader = (types: Readonly<Record<string, string>>): string =>
    call("read_csv", paths, { ...said, types: Object.keys(types).length > 0 ? types : undefined })
  const seen = heads.length === files.length && heads.every(head => head.whole)
  const as = basename(files[0]!).replace(/\.[^.]*(\.gz)?$/, "")
  try {
    const types = Object.fromEntries(declared)
    const fixed = paths.length === 1 && plain.length === 1 ? await sniffed(paths[0]!, { ...said, types }) : undefined
    if (fixed !== undefined) {
      const read = (columns: object) =>
        call("read_csv", paths, { ...fixed, columns: columns as Record<string, string> })
      const columns = fixed.columns as Record<string, string>
      const fractions = seen ? {} : await wholeNumbers(read(columns), Object.keys(types))
      return { name: as, sql: `SELECT * FROM ${read({ ...columns, ...fractions })}`, ordered: true }
    }
    const sql = `SELECT * FROM ${reader(seen ? types : { ...(await wholeNumbers(reader(types))), ...types })}`
    await describe(sql)
    return { name: as, sql, ordered: true }
  } catch (error) {
    throw (await faultIn(heads, encoding, delimiter, options)) ?? error
  }
}

/**
 * Columns whose first values are whole numbers. DuckDB would round a fraction that comes later to a whole number, without
 * a word, so they are read as fractions; all but those that need more than 53 bits, which no fraction can hold.
 */
async function wholeNumbers(reader: string, declared: readonly string[] = []): Promise<Record<string, string>> {
  const whole = (await describe(`SELECT * FROM ${reader}`)).filter(
    column => column.type === "BIGINT" && !declared.includes(column.name),
  )
  if (whole.length === 0) return {}
  const largest = whole.map(column => `max(abs(${name(column.name)}::HUGEINT))::DOUBLE`).join(", ")
  const [found] = await valuesOf(`SELECT ${largest} FROM (SELECT * FROM ${reader} LIMIT 10000)`)
  return Object.fromEntries(
    whole.flatMap((column, i) => (Number(found![i] ?? 0) < Number.MAX_SAFE_INTEGER ? [[column.name, "DOUBLE"]] : [])),
  )
}

const textOf = (head: Head, encoding: Encoding): string =>
  new TextDecoder(encoding === "latin-1" ? "latin1" : encoding === "utf-16" ? "utf-16le" : "utf-8").decode(head.bytes)

/** DuckDB says of a table that is not rectangular no more than that; the line is found here. */
async function faultIn(heads: readonly Head[], encoding: Encoding, delimiter: string, options: CsvOptions) {
  for (const head of heads) {
    if (head.gzip || (await stat(head.path)).size > searched) continue
    const text = textOf({ ...head, bytes: await readFile(head.path) }, encoding)
    const fault = csvFault(text, delimiter, options.quote ?? '"', options.skip)
    if (fault === undefined) continue
    return new KaonError("DATA_INVALID", `"${basename(head.path)}", line ${fault.line} ${fault.what}.`, {
      fix: fault.fix,
      place: { file: head.path, line: fault.line },
    })
  }
  return undefined
}
