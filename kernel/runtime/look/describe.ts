import { types } from "node:util"
import type { z } from "zod"
import type { variableSchema } from "../../contracts/extension.ts"
import { arrowOf } from "./arrow.ts"
import { keptTableOf } from "./kepttable.ts"
import { datasetOf } from "./learned.ts"
import { preview } from "./preview.ts"
import { className, intrinsic, isOpen } from "./safe.ts"
import { tensorBytes, tensorOf, tensorTitle } from "./tensor.ts"
import { learnedTitle } from "./trained.ts"

export type Description = Omit<z.infer<typeof variableSchema>, "name" | "cellId">

type Facts = Partial<Description>
type Describer = (value: object) => Facts | undefined

const when =
  (is: (value: object) => boolean, facts: (value: object) => Facts): Describer =>
  value =>
    is(value) ? facts(value) : undefined

/** What is worth saying of a value beside its class and its preview; the first that knows it speaks. */
const describers: Describer[] = [
  when(Array.isArray, value => ({ shape: [(value as unknown as unknown[]).length] })),
  when(types.isTypedArray, value => ({ shape: [intrinsic.length(value)], bytes: intrinsic.byteLength(value) })),
  when(types.isAnyArrayBuffer, value => ({ bytes: (value as ArrayBuffer).byteLength })),
  when(types.isMap, value => ({ shape: [intrinsic.mapSize(value)] })),
  when(types.isSet, value => ({ shape: [intrinsic.setSize(value)] })),
  when(types.isModuleNamespaceObject, () => ({ type: "module" })),
  value => {
    const tensor = tensorOf(value)
    if (tensor === undefined) return undefined
    const bytes = tensorBytes(tensor)
    return { shape: tensor.shape, ...(bytes === undefined ? {} : { bytes }), preview: tensorTitle(value, tensor) }
  },
  value => {
    const data = datasetOf(value)
    if (data === undefined) return undefined
    const rows = data.splits.reduce((sum, { size }) => sum + size, 0)
    const splits = data.splits.map(({ name, size }) => `${name} ${size}`).join(", ")
    return { shape: [rows, data.columns.length], preview: `${data.title}: ${splits}` }
  },
  value => {
    const title = learnedTitle(value)
    return title === undefined ? undefined : { preview: title }
  },
  value => {
    const table = keptTableOf(value)
    if (table === undefined) return undefined
    const names = table.columns.map(({ name }) => name).join(", ")
    return table.total === undefined
      ? { preview: `${table.columns.length} columns: ${names}` }
      : { shape: [table.total, table.columns.length], preview: `${table.total} rows: ${names}` }
  },
  value => {
    const table = arrowOf(value)
    if (table === undefined) return undefined
    const fields = table.fields.map(({ name }) => name).join(", ")
    return { shape: [table.rows, table.fields.length], preview: `${table.rows} rows: ${fields}` }
  },
]

/** Type, extent and preview of a value. Never throws; runs no user code; its cost does not grow with the value. */
export function describe(value: unknown): Description {
  if (typeof value === "function") {
    const text = preview(value)
    return { type: text.startsWith("class ") ? "class" : "function", preview: text }
  }
  if (typeof value !== "object" || value === null) {
    return { type: value === null ? "null" : typeof value, preview: preview(value) }
  }
  if (!isOpen(value)) return { type: "Proxy", preview: "Proxy" }
  const type = className(value)
  try {
    const found = describers.map(describer => describer(value)).find(facts => facts !== undefined)
    return { type, ...found, preview: found?.preview ?? preview(value) }
  } catch {
    return { type, preview: "(cannot be shown)" }
  }
}
