import { basename } from "node:path"
import { headOf, headOfBinary } from "./file-head.ts"
import { call } from "./quote.ts"
import type { Relation } from "./relation.ts"

const nameOf = (file: string): string => basename(file).replace(/\.(parquet|pq|json|ndjson|jsonl)(\.gz)?$/i, "")
const isPattern = (file: string): boolean => /[*?[]/.test(file)

/** One Parquet file or several with the same columns; only the columns that are asked for are read. */
export async function parquetRelation(files: readonly string[], folder: string): Promise<Relation> {
  const paths = await Promise.all(files.map(file => (isPattern(file) ? file : headOfBinary(file, folder))))
  return { name: nameOf(files[0]!), sql: `SELECT * FROM ${call("read_parquet", paths, {})}`, ordered: true }
}

export interface JsonOptions {
  /** "array" is one array of objects, "lines" an object a line (NDJSON); told by the file without one. */
  format?: "array" | "lines"
}

const formats = { array: "array", lines: "newline_delimited" } as const

/** JSON: an array of objects, or an object a line; also gzipped. */
export async function jsonRelation(
  files: readonly string[],
  { format }: JsonOptions,
  folder: string,
): Promise<Relation> {
  const heads = await Promise.all(files.map(file => (isPattern(file) ? undefined : headOf(file, folder))))
  const paths = files.map((file, i) => heads[i]?.path ?? file)
  const options = {
    format: format === undefined ? "auto" : formats[format],
    compression: heads.some(head => head?.gzip) ? "gzip" : undefined,
    // All of it: a field that appears late is a column too.
    sample_size: -1,
  }
  return { name: nameOf(files[0]!), sql: `SELECT * FROM ${call("read_json", paths, options)}`, ordered: true }
}
