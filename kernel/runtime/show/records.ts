import type { MimeBundle } from "../../contracts/mime.ts"
import { mimeTypes } from "../../contracts/mimetypes.ts"
import { pageOf } from "../look/page.ts"
import { recordsOf } from "../look/records.ts"
import { htmlTable } from "./html.ts"

const most = { rows: 100, columns: 50 }

/** An array of plain objects with at most 50 keys as a table of its first 100 rows. */
export function showRecords(value: object): MimeBundle | undefined {
  const records = recordsOf(value)
  if (records === undefined || records.columns.length === 0 || records.columns.length > most.columns) return undefined
  const { columns, rows, total } = pageOf(records, { name: "", start: 0, count: most.rows })
  const note = total > rows.length ? `${rows.length} of ${total} rows` : undefined
  return {
    [mimeTypes.table]: { columns, rows, total },
    "text/html": htmlTable(
      columns.map(({ name }) => name),
      rows,
      note,
    ),
  }
}
