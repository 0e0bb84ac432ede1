import { z } from "zod"
import type { ColumnPayload, DatasetPayload, SplitPayload } from "../contracts/dataset.ts"
import { KaonError } from "../contracts/errors.ts"

const values = z.union([
  z.instanceof(Uint8Array),
  z.instanceof(Int32Array),
  z.instanceof(Float32Array),
  z.instanceof(Float64Array),
  z.array(z.string()),
])
const columnSchema = z.object({
  name: z.string().min(1),
  kind: z.enum(["image", "audio", "number", "class", "text", "date"]),
  shape: z.array(z.number().int().positive()),
  values,
  classes: z.array(z.string()).optional(),
  range: z.tuple([z.number(), z.number()]).optional(),
})
const splitSchema = z.object({ rows: z.number().int().nonnegative(), columns: z.array(columnSchema).min(1) })
const payloadSchema = z.object({
  id: z.string(),
  title: z.string(),
  target: z.string(),
  citation: z.string(),
  licence: z.string(),
  homepage: z.string().optional(),
  aside: z.array(z.string()).optional(),
  splits: z.union([z.strictObject({ all: splitSchema }), z.strictObject({ train: splitSchema, test: splitSchema })]),
})

/** What a plugin handed over, if it is what the contract says. Throws DATASET_INVALID naming the dataset, the column and the reason. */
export function checkPayload(id: string, payload: unknown): DatasetPayload {
  const parsed = payloadSchema.safeParse(payload)
  if (!parsed.success)
    throw invalid(id, parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "))
  const { target, splits } = parsed.data
  if (parsed.data.id !== id) throw invalid(id, `it calls itself ${parsed.data.id}`)
  for (const [name, split] of Object.entries(splits)) {
    const problem = problemOf(split) ?? (split.columns.some(c => c.name === target) ? undefined : missing(target))
    if (problem !== undefined) throw invalid(id, `in split ${name}, ${problem}`)
  }
  if ("train" in splits && signature(splits.train) !== signature(splits.test))
    throw invalid(id, "its splits train and test differ in their columns")
  // Not zod's copy, which would share the values but be typed apart from the contract's exact optionals.
  return payload as DatasetPayload
}

const missing = (target: string): string => `no column has the name of the target, ${target}`

function problemOf({ rows, columns }: SplitPayload): string | undefined {
  const names = columns.map(column => column.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return `two columns are named ${twice}`
  for (const column of columns) {
    const problem = columnProblem(column, rows)
    if (problem !== undefined) return `column ${column.name} ${problem}`
  }
  return undefined
}

function columnProblem(column: ColumnPayload, rows: number): string | undefined {
  const { kind, shape, values, classes } = column
  const due = shape.reduce((product, length) => product * length, rows)
  if (values.length !== due) return `has ${values.length} values where ${rows} rows of shape [${shape}] make ${due}`
  if ((kind === "text") !== Array.isArray(values))
    return `of kind ${kind} has ${Array.isArray(values) ? "" : "no "}text`
  if (kind === "image" && shape.length !== 3) return `has shape [${shape}] where an image has [height, width, channels]`
  if (kind !== "class" || Array.isArray(values)) return undefined
  if (classes === undefined) return "names no classes"
  const wrong = values.findIndex(value => !Number.isInteger(value) || value < 0 || value >= classes.length)
  return wrong < 0
    ? undefined
    : `has the class ${values[wrong]} in row ${wrong}, and there are ${classes.length} classes`
}

const signature = ({ columns }: SplitPayload): string =>
  JSON.stringify(columns.map(({ name, kind, shape, classes }) => [name, kind, shape, classes]))

const invalid = (id: string, reason: string): KaonError =>
  new KaonError("DATASET_INVALID", `The dataset ${id} is not valid: ${reason}.`, {
    fix: "Report it to the author of the plugin that it comes from.",
  })
