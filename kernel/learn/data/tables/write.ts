import { rename, rm, writeFile } from "node:fs/promises"
import { basename, dirname, extname, join, resolve } from "node:path"
import { KaonError } from "../../../contracts/errors.ts"
import { execute, homeFolder } from "./engine.ts"
import { literal } from "./quote.ts"
import { inOrder } from "./relation.ts"
import type { Table } from "./table.ts"

const copies: Record<string, string> = {
  ".csv": "FORMAT csv, HEADER",
  ".tsv": "FORMAT csv, HEADER, DELIMITER '\t'",
  ".parquet": "FORMAT parquet, COMPRESSION zstd",
  ".json": "FORMAT json, ARRAY true",
  ".ndjson": "FORMAT json",
}

/** Writes beside the file and then renames, so that a reader never sees half of it. */
export async function writeTable(table: Table, file: string): Promise<void> {
  const path = resolve(homeFolder(), file)
  const ending = extname(path).toLowerCase()
  const fresh = join(dirname(path), `.${basename(path)}.${process.pid}.new`)
  if (ending !== ".arrow" && copies[ending] === undefined) {
    throw new KaonError("DATA_INVALID", `Kaon does not write files that end in "${ending}".`, {
      fix: `Give one of ${[...Object.keys(copies), ".arrow"].join(", ")}.`,
    })
  }
  try {
    if (ending === ".arrow") await writeFile(fresh, await table.arrow())
    else await execute(`COPY (${inOrder(table.relation)}) TO ${literal(fresh)} (${copies[ending]})`)
    await rename(fresh, path)
  } catch (cause) {
    await rm(fresh, { force: true })
    if (cause instanceof KaonError && cause.code !== "QUERY_INVALID") throw cause
    throw new KaonError("WRITE_FAILED", `"${file}" could not be written.`, {
      fix: "Check that its folder exists and can be written, and that the disk has room.",
      cause,
    })
  }
}
