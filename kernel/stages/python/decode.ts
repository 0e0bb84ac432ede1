import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"
import { data, tf } from "../../learn/index.ts"
import { type Numbers, readTensors, type Tensor } from "../../store/index.ts"
import { PythonValue } from "./value.ts"

const given = z.object({
  tensors: z.boolean(),
  values: z.record(
    z.string(),
    z.union([
      z.object({ node: z.unknown() }).strict(),
      z.object({ python: z.object({ type: z.string(), text: z.string(), why: z.string() }) }).strict(),
      z.object({ none: z.string() }).strict(),
    ]),
  ),
})

type Tensors = ReadonlyMap<string, Tensor>
type Special = { $: string; [key: string]: unknown }

/** Reads what Python gave. An array of one axis is a typed array, one of more a tensor; tables are tables, the rest is plain data. */
export async function readValues(folder: string): Promise<Record<string, unknown>> {
  const { values, tensors } = given.parse(JSON.parse(await readFile(join(folder, "out.json"), "utf8")))
  const arrays: Tensors = tensors ? readTensors(await readFile(join(folder, "out.safetensors"))).tensors : new Map()
  const found: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    if ("python" in value) found[name] = new PythonValue(value.python)
    else if ("none" in value) found[name] = undefined
    else
      found[name] = await decode(value.node, arrays, folder).catch(
        (cause: Error) => new PythonValue({ type: "table", text: name, why: cause.message }),
      )
  }
  return found
}

async function decode(node: unknown, arrays: Tensors, folder: string): Promise<unknown> {
  if (Array.isArray(node)) return await Promise.all(node.map(item => decode(item, arrays, folder)))
  if (typeof node !== "object" || node === null) return node
  return await (readers[(node as Special).$] ?? unknown)(node as Special, arrays, folder)
}

const readers: Record<string, (node: Special, arrays: Tensors, folder: string) => Promise<unknown>> = {
  number: async ({ v }) => Number(v),
  int: async ({ v }) => BigInt(v as string),
  times: async ({ of }) => (of as (number | null)[]).map(time => (time === null ? null : new Date(time))),
  array: async ({ i }, arrays) => arrayOf(arrays.get(i as string)!),
  object: async ({ of }, arrays, folder) => {
    const entries = (of as [string, unknown][]).map(
      async ([key, item]) => [key, await decode(item, arrays, folder)] as const,
    )
    return Object.fromEntries(await Promise.all(entries))
  },
  arrow: async ({ file }, _arrays, folder) => await data.arrow(await readFile(join(folder, file as string))),
  columns: async ({ of }, arrays, folder) => {
    const columns = (of as [string, unknown][]).map(
      async ([name, column]) => [name, listed(await decode(column, arrays, folder))] as const,
    )
    return await data.from(Object.fromEntries(await Promise.all(columns)))
  },
}

const unknown = async ({ $ }: Special): Promise<never> => {
  throw new Error(`Python sent a ${$}, which is not known here.`)
}

/** A column's values: what was a tensor of truth values is a list of them. */
const listed = (column: unknown): ArrayLike<unknown> =>
  Array.isArray(column) || ArrayBuffer.isView(column) ? (column as ArrayLike<unknown> & object) : []

function arrayOf({ dtype, shape, data: numbers }: Tensor): unknown {
  if (shape.length === 1)
    return dtype === "BOOL" ? Array.from(numbers as Uint8Array, bit => bit === 1) : narrowed(numbers)
  if (dtype === "BOOL") return tf.tensor(numbers as Uint8Array, shape, "bool")
  const plain = narrowed(numbers)
  if (plain instanceof Int32Array) return tf.tensor(plain, shape, "int32")
  const floats = plain instanceof Float32Array ? plain : Float32Array.from(plain as ArrayLike<number | bigint>, Number)
  const whole =
    dtype !== "F64" && dtype !== "F32" && !(plain instanceof Float64Array) && !(plain instanceof BigInt64Array)
  return whole
    ? tf.tensor(Int32Array.from(plain as ArrayLike<number>), shape, "int32")
    : tf.tensor(floats, shape, "float32")
}

/** Python's whole numbers have 64 bits where nobody asked for it: those that fit are what JavaScript computes with. */
function narrowed(numbers: Numbers): Numbers {
  if (!(numbers instanceof BigInt64Array || numbers instanceof BigUint64Array)) return numbers
  const fits = (most: bigint) => numbers.every(value => value < most && value >= -most)
  if (fits(2n ** 31n)) return Int32Array.from(numbers, Number)
  return fits(2n ** 53n) ? Float64Array.from(numbers, Number) : numbers
}
