import { mimeTypes } from "../../contracts/mimetypes.ts"
import { View } from "../show/displayable.ts"
import { svgGrid } from "../show/grid.ts"
import { textTable } from "../show/text-table.ts"
import { imageColumn, pictureOf } from "./pictures.ts"
import { cellOf } from "./row.ts"
import type { Split } from "./split.ts"

/** The first examples of a split: images in a grid with their labels, or rows in a table. */
export function previewOf(split: Split, count: number): View {
  const column = imageColumn(split.source)
  const rows = split.indices.subarray(0, count)
  if (column === undefined) return tableOf(split, rows.length)
  const { target } = split.source
  const labels = Array.from(rows, row => String(cellOf(target, row)))
  const tiles = Array.from(rows, (row, i) => ({ picture: pictureOf(column, row), captions: [labels[i]!] }))
  const title = `${rows.length} images ${column.shape.join("×")} of ${split.source.payload.id}, ${split.name} split`
  return new View({ "image/svg+xml": svgGrid(tiles), "text/plain": `${title}\n${target.name}: ${labels.join(" ")}` })
}

function tableOf(split: Split, count: number): View {
  const { columns } = split.source.table
  const rows = split.rows({ limit: count }).map(row => columns.map(({ name }) => shown(row[name]!)))
  const table = {
    columns: columns.map(({ name, kind }) => ({ name, type: kind })),
    rows,
    total: split.size,
  }
  const names = columns.map(({ name }) => name)
  return new View({ [mimeTypes.table]: table, "text/plain": textTable(names, rows) })
}

const shown = (value: number | string | number[]): number | string =>
  Array.isArray(value) ? `[${value.slice(0, 4).join(", ")}${value.length > 4 ? ", …" : ""}]` : value
