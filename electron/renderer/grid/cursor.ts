/** A cell of a grid; row −1 is the header. */
export interface Place {
  readonly row: number
  readonly column: number
}

/** The active cell, and the other corner of what is selected with it. */
export interface Cursor {
  readonly at: Place
  readonly from: Place
}

export interface Extent {
  readonly rows: number
  readonly columns: number
  /** Rows that are in view at once. */
  readonly page: number
}

type Move = (at: Place, extent: Extent) => Place

const moves: Readonly<Record<string, Move>> = {
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  PageUp: ({ row, column }, { page }) => ({ row: Math.max(0, row - page), column }),
  PageDown: ({ row, column }, { page }) => ({ row: row + page, column }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, { columns }) => ({ row, column: columns - 1 }),
  "Mod+Home": () => ({ row: 0, column: 0 }),
  "Mod+End": (_, { rows, columns }) => ({ row: rows - 1, column: columns - 1 }),
}

/** Where a key leads in a grid (WAI-ARIA's grid pattern); with Shift the selection grows. Undefined for a key that moves nothing. */
export function moved({ at, from }: Cursor, key: string, grow: boolean, extent: Extent): Cursor | undefined {
  const next = moves[key]?.(at, extent)
  if (next === undefined) return undefined
  const row = Math.max(grow ? 0 : -1, Math.min(extent.rows - 1, next.row))
  const place = { row, column: Math.max(0, Math.min(extent.columns - 1, next.column)) }
  return { at: place, from: grow ? from : place }
}

/** What is selected, with both ends. */
export const selection = ({ at, from }: Cursor) => ({
  top: Math.max(0, Math.min(at.row, from.row)),
  bottom: Math.max(at.row, from.row),
  left: Math.min(at.column, from.column),
  right: Math.max(at.column, from.column),
})

/** Rows as text between tabs, as spreadsheets take it: what would break a cell is quoted. */
export const asTsv = (rows: readonly (readonly unknown[])[]): string =>
  rows.map(row => row.map(tsvCell).join("\t")).join("\n")

const tsvCell = (value: unknown): string => {
  const text = value === null || value === undefined ? "" : String(value)
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
