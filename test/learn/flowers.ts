import type { ColumnPayload, DatasetPayload } from "../../kernel/contracts/dataset.ts"
import { datasetFrom } from "../../kernel/learn/index.ts"
import { randomFrom } from "../../kernel/learn/random.ts"

/** A table of every kind of column: 90 rows, two numbers, a text, a class of features; a class or a number to predict. */
export function flowersPayload(
  target: "species" | "height" = "species",
  change?: (columns: ColumnPayload[]) => void,
): DatasetPayload {
  const random = randomFrom(3)
  const rows = 90
  const species = Int32Array.from({ length: rows }, (_, i) => i % 3)
  const width = Float32Array.from(species, kind => kind * 2 + random())
  const height = Float64Array.from(width, value => value * 10 + random())
  const columns: ColumnPayload[] = [
    { name: "width", kind: "number", shape: [], values: width },
    {
      name: "soil",
      kind: "text",
      shape: [],
      values: Array.from(species, kind => ["clay", "loam", "sand"][(kind + 1) % 3]!),
    },
    {
      name: "season",
      kind: "class",
      shape: [],
      values: Uint8Array.from(species, kind => kind % 2),
      classes: ["spring", "autumn"],
    },
    { name: "species", kind: "class", shape: [], values: species, classes: ["iris", "lily", "rose"] },
    { name: "height", kind: "number", shape: [], values: height },
  ]
  change?.(columns)
  return { id: "flowers", title: "Flowers", target, citation: "", licence: "", splits: { all: { rows, columns } } }
}

export const flowers = (...parameters: Parameters<typeof flowersPayload>) =>
  datasetFrom(async () => flowersPayload(...parameters))
