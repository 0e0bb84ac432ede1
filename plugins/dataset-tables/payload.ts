import { createHash } from "node:crypto"
import { type DatasetPayload, KaonError } from "@kaon/plugin-api"
import { linesOf } from "./csv.ts"
import type { ShippedTable } from "./tables.ts"

type Column = Extract<DatasetPayload["splits"], { all: unknown }>["all"]["columns"][number]

/**
 * The dataset from its file: a line of names, then a line for each row, values between commas, nothing where one is
 * missing. Throws DATASET_INVALID where the bytes are not exactly the ones that ship.
 */
export function payloadOf({ texts, times, sha256, ...table }: ShippedTable, bytes: Uint8Array): DatasetPayload {
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) {
    throw new KaonError("DATASET_INVALID", `The file ${table.id}.csv of the ${table.id} dataset is damaged.`, {
      fix: "Install the plugin dataset-tables again.",
    })
  }
  const [names = [], ...rows] = linesOf(Buffer.from(bytes).toString("utf8"))
  const columns = names.map((name, i) => {
    const values = rows.map(row => row[i] ?? "")
    if (times?.includes(name)) return timeColumn(name, values)
    if (!texts.includes(name)) return numberColumn(name, values)
    return name === table.target ? classColumn(name, values) : textColumn(name, values)
  })
  return { ...table, splits: { all: { rows: rows.length, columns } } }
}

function classColumn(name: string, texts: string[]): Column {
  const classes = [...new Set(texts)].sort()
  const places = new Map(classes.map((text, i) => [text, i]))
  const values = texts.map(text => places.get(text) ?? 0)
  // A byte holds 256 classes.
  const packed = classes.length > 256 ? Int32Array.from(values) : Uint8Array.from(values)
  return { name, kind: "class", shape: [], classes, values: packed }
}

const textColumn = (name: string, values: string[]): Column => ({ name, kind: "text", shape: [], values })

const numberColumn = (name: string, values: string[]): Column => ({
  name,
  kind: "number",
  shape: [],
  values: Float64Array.from(values, value => (value === "" ? Number.NaN : Number(value))),
})

const timeColumn = (name: string, values: string[]): Column => ({
  name,
  kind: "date",
  shape: [],
  values: Float64Array.from(values, value => Date.parse(value)),
})
