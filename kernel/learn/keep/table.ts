import { data } from "../data/data.ts"
import { Table } from "../data/tables/table.ts"

interface PackedTable {
  name: string
  /** An Arrow IPC file. */
  arrow: Uint8Array
}

/** Types whose values go through Arrow and back without a loss. */
const exact = new Set(["BIGINT", "UBIGINT", "DOUBLE", "BOOLEAN", "VARCHAR"])

const described = (table: Table): string => JSON.stringify(table.columns.map(({ name, type }) => [name, type]))

/** A table's rows as they are now. A table with columns that Arrow gives back as others is refused. */
export async function packTable(table: Table): Promise<PackedTable> {
  const arrow = await table.arrow()
  const again = described(await data.arrow(arrow))
  if (again !== described(table)) throw new TypeError(`a table whose columns would come back as ${again}`)
  if (!table.columns.every(({ type }) => exact.has(type))) throw new TypeError("a table with points in time")
  return { name: table.name, arrow }
}

export const unpackTable = async ({ name, arrow }: PackedTable): Promise<Table> =>
  await Table.open({ ...(await data.arrow(arrow)).relation, name })
