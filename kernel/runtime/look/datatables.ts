import { arrowOf } from "./arrow.ts"
import { datasetOf } from "./learned.ts"
import { list, type Tabular } from "./rows.ts"
import { type TensorLike, tensorOf } from "./tensor.ts"

export function tensorTable(value: object): Tabular | undefined {
  const tensor = tensorOf(value)
  return tensor && tableOf(tensor)
}

/** The last axis gives the columns; the others are walked row by row, with their indices in front. */
function tableOf(tensor: TensorLike): Tabular {
  const { shape, dtype, size } = tensor
  const values = tensor.values()
  if (shape.length < 2) return list(size, index => values[index], dtype)
  const width = shape.at(-1)!
  const outer = shape.slice(0, -1)
  return {
    columns: [
      { name: "index", type: shape.length === 2 ? "number" : "string" },
      ...Array.from({ length: width }, (_, i) => ({ name: String(i), type: dtype })),
    ],
    total: width === 0 ? 0 : size / width,
    cell: (row, column) => (column === 0 ? place(row, outer) : values[row * width + column - 1]),
  }
}

function place(row: number, outer: number[]): number | string {
  if (outer.length === 1) return row
  const indices: number[] = []
  for (const extent of outer.toReversed()) {
    indices.unshift(row % extent)
    row = Math.floor(row / extent)
  }
  return indices.join(", ")
}

/** All splits of a dataset one after the other, raw values, with the split's name in front. */
export function datasetTable(value: object): Tabular | undefined {
  const data = datasetOf(value)
  if (data === undefined) return undefined
  let last: { row: number; cells: Record<string, unknown>; split: string } | undefined
  const read = (row: number) => {
    if (last?.row === row) return last
    let offset = row
    const split = data.splits.find(({ size }) => {
      if (offset < size) return true
      offset -= size
      return false
    })
    last = { row, cells: split?.rows({ offset, limit: 1 })[0] ?? {}, split: split?.name ?? "" }
    return last
  }
  return {
    columns: [{ name: "split", type: "string" }, ...data.columns.map(({ name, kind }) => ({ name, type: kind }))],
    total: data.splits.reduce((sum, { size }) => sum + size, 0),
    cell: (row, column) => (column === 0 ? read(row).split : read(row).cells[data.columns[column - 1]!.name]),
  }
}

export function arrowTable(value: object): Tabular | undefined {
  const table = arrowOf(value)
  return table && { columns: table.fields, total: table.rows, cell: table.cell }
}
