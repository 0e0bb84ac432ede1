import type { MimeBundle } from "../../contracts/mime.ts"
import { arrowTable } from "../look/datatables.ts"
import { pageOf } from "../look/page.ts"
import { cut } from "../look/preview.ts"
import type { Tabular } from "../look/rows.ts"
import { tableBundle } from "./table.ts"

/** How much of a table stands in its text. */
const most = { rows: 10, columns: 12, text: 24 }

/** An Arrow table as a table, and its first rows as text. */
export function showArrow(value: object): MimeBundle | undefined {
  const table = arrowTable(value)
  return table && { ...tableBundle(table), "text/plain": textOf(table) }
}

function textOf(table: Tabular): string {
  const { columns, rows, total } = pageOf(table, { name: "", start: 0, count: most.rows })
  const lines = [columns.map(({ name }) => name), ...rows].map(row =>
    row.slice(0, most.columns).map(cell => cut(String(cell ?? ""), most.text)),
  )
  const widths = lines[0]?.map((_, i) => Math.max(...lines.map(line => line[i]!.length))) ?? []
  const text = lines.map(line =>
    line
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join("  ")
      .trimEnd(),
  )
  return [`${total} rows, ${table.columns.length} columns`, ...text, ...(total > rows.length ? ["…"] : [])].join("\n")
}
