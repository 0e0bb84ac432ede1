import { dataProperty, findProperty, isOpen } from "./safe.ts"

/** A table as Apache Arrow's library has it, and anything of the same make. */
export interface ArrowLike {
  fields: { name: string; type: string }[]
  rows: number
  cell(row: number, column: number): unknown
}

interface Table {
  numRows: number
  getChild(name: string): { get(row: number): unknown } | null
}

/** The Arrow table that a value is. Its own library's getters are asked, none of the value itself. */
export function arrowOf(value: unknown): ArrowLike | undefined {
  if (!isOpen(value) || typeof dataProperty(value, "getChild") !== "function") return undefined
  const schema = dataProperty(value, "schema")
  const fields = isOpen(schema) ? dataProperty(schema, "fields") : undefined
  const own = Object.getOwnPropertyDescriptor(value, "numRows")
  if (!Array.isArray(fields) || findProperty(value, "numRows") === undefined || own?.get !== undefined) return undefined
  const table = value as Table
  const columns = fields.map(field => ({
    name: String(dataProperty(field, "name")),
    type: String(dataProperty(field, "type")),
  }))
  const vectors = new Map<number, ReturnType<Table["getChild"]>>()
  return {
    fields: columns,
    rows: table.numRows,
    cell: (row, column) =>
      vectors.getOrInsertComputed(column, () => table.getChild(columns[column]?.name ?? ""))?.get(row),
  }
}
