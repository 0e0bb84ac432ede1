import type { DatasetBuilder } from "./builder.ts"
import { idxFiles } from "./files/idx.ts"
import { imagesIn } from "./files/images.ts"
import { soundsIn } from "./files/sounds.ts"
import { arrowRelation } from "./tables/arrow-in.ts"
import { type CsvOptions, csvRelation } from "./tables/csv.ts"
import { homeFolder } from "./tables/engine.ts"
import { type JsonOptions, jsonRelation, parquetRelation } from "./tables/files.ts"
import { type Columns, type Records, recordsRelation } from "./tables/records.ts"
import { over } from "./tables/relation.ts"
import type { Table } from "./tables/table.ts"
import { TableQuery } from "./tables/table-query.ts"

/** One file, several with the same columns, or a pattern with `*`; relative to the notebook's folder. */
export type Files = string | readonly string[]

const listOf = (files: Files): readonly string[] => (typeof files === "string" ? [files] : files)

/**
 * Tables from files, queries and values. Nothing is read before what they give is awaited, and then only what is asked for.
 * Failures are FILE_NOT_FOUND, DATA_INVALID (with file, line and column) or QUERY_INVALID, each with what to do.
 */
export const data = {
  /** Comma-separated values and their like, also gzipped. Types are inferred; `types` says otherwise. */
  csv: (files: Files, options: CsvOptions = {}): TableQuery =>
    new TableQuery(() => csvRelation(listOf(files), options, homeFolder())),

  /** Tab-separated values. */
  tsv: (files: Files, options: CsvOptions = {}): TableQuery => data.csv(files, { delimiter: "\t", ...options }),

  parquet: (files: Files): TableQuery => new TableQuery(() => parquetRelation(listOf(files), homeFolder())),

  /** An array of objects, or an object a line (NDJSON); also gzipped. */
  json: (files: Files, options: JsonOptions = {}): TableQuery =>
    new TableQuery(() => jsonRelation(listOf(files), options, homeFolder())),

  /** An Arrow IPC file or stream (Feather version 2). */
  arrow: (file: string | Uint8Array): TableQuery => new TableQuery(() => arrowRelation(file, homeFolder())),

  /**
   * A query of DuckDB's SQL over files (`FROM 'weather.csv'`, `read_parquet('part-*.parquet')`) and over tables handed over
   * by name. Without ORDER BY, rows of groups and joins are put into the order of their values, the same at every run.
   */
  sql: (query: string, tables: Readonly<Record<string, Table | TableQuery>> = {}): TableQuery =>
    new TableQuery(async () => {
      const opened = await Promise.all(
        Object.entries(tables).map(async ([name, table]) => [name, (await table).relation] as const),
      )
      return over(query, Object.fromEntries(opened), "query")
    }),

  /** Images (PNG, JPEG) in a folder for each class, as a dataset; folders `train` and `test` of such folders are splits. */
  images: imagesIn,

  /** Sounds (WAV) in a folder for each class, as a dataset. */
  sounds: soundsIn,

  /** Arrays and labels in IDX files (the format of MNIST), as a dataset. */
  idx: idxFiles,

  /** Rows as objects, or columns as arrays: numbers, texts, booleans, dates, or number lists of one length. */
  from: (rows: Records | Columns, name = "table"): TableQuery => new TableQuery(() => recordsRelation(rows, name)),
} as const

export type { DatasetBuilder }
