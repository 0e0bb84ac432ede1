import type { MimeBundle } from "../../contracts/mime.ts"
import { mimeTypes } from "../../contracts/mimetypes.ts"
import { pageOf } from "../look/page.ts"
import type { Tabular } from "../look/rows.ts"
import { htmlTable } from "./html.ts"

const most = { rows: 100, columns: 50 }

/** The first 100 rows of a table, for a page; undefined where it has no columns or more than 50. */
export function tableBundle(table: Tabular): MimeBundle | undefined {
  if (table.columns.length === 0 || table.columns.length > most.columns) return undefined
  const { columns, rows, total } = pageOf(table, { name: "", start: 0, count: most.rows })
  const note = total > rows.length ? `${rows.length} of ${total} rows` : undefined
  const names = columns.map(({ name }) => name)
  return { [mimeTypes.table]: { columns, rows, total }, "text/html": htmlTable(names, rows, note) }
}
