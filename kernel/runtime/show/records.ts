import type { MimeBundle } from "../../contracts/mime.ts"
import { recordsOf } from "../look/records.ts"
import { tableBundle } from "./table.ts"

/** An array of plain objects with at most 50 keys as a table, beside its text. */
export function showRecords(value: object): MimeBundle | undefined {
  const records = recordsOf(value)
  return records && tableBundle(records)
}
