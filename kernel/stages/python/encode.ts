import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Dataset, type Split, Table, TableQuery, tf } from "../../learn/index.ts"
import type { Numbers } from "../../store/index.ts"
import { Tensors } from "./tensors.ts"
import { PythonValue } from "./value.ts"

/** A value as the bridge of the other side reads it. */
export type Node = null | boolean | number | string | Node[] | { [key: string]: unknown }

/** A value that cannot be passed on, in words that end a sentence which begins with its name. */
export class NotPassed extends Error {}

interface Passing {
  tensors: Tensors
  folder: string
  /** Does the other side read Arrow? */
  arrow: boolean
  files: number
}

/**
 * Writes values for Python into a folder: plain data as JSON, arrays and tensors as safetensors, tables as Arrow files (or column by
 * column, where Python has no pyarrow). Gives the names that cannot be passed on, with why.
 */
export async function writeValues(
  values: Readonly<Record<string, unknown>>,
  folder: string,
  arrow: boolean,
): Promise<Map<string, string>> {
  const passing: Passing = { tensors: new Tensors(), folder, arrow, files: 0 }
  const nodes: Record<string, Node> = {}
  const refused = new Map<string, string>()
  for (const [name, value] of Object.entries(values)) {
    try {
      nodes[name] = await encode(value, passing, 0)
    } catch (cause) {
      if (!(cause instanceof NotPassed)) throw cause
      refused.set(name, cause.message)
    }
  }
  if (passing.tensors.count > 0) await writeFile(join(folder, "in.safetensors"), passing.tensors.bytes())
  await writeFile(join(folder, "in.json"), JSON.stringify({ values: nodes, tensors: passing.tensors.count > 0 }))
  return refused
}

const plain = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

async function encode(value: unknown, passing: Passing, depth: number): Promise<Node> {
  if (depth > 64) throw new NotPassed("is nested too deeply")
  if (value === null || value === undefined) return null
  if (typeof value === "boolean" || typeof value === "string") return value
  if (typeof value === "number") return Number.isFinite(value) ? value : { $: "number", v: String(value) }
  if (typeof value === "bigint") return { $: "int", v: String(value) }
  if (typeof value !== "object") throw new NotPassed(`is a ${typeof value}, which only TypeScript can use`)
  if (value instanceof PythonValue) throw new NotPassed("lives in another kernel")
  if (value instanceof TableQuery) return await table(await value, passing)
  if (value instanceof Table) return await table(value, passing)
  if (value instanceof Dataset) return dataset(value, passing)
  if (value instanceof tf.Tensor) return tensor(value, passing)
  const numbers = passing.tensors.add(value)
  if (numbers !== undefined) return numbers
  if (Array.isArray(value)) {
    const items: Node[] = []
    for (const item of value) items.push(await encode(item, passing, depth + 1))
    return items
  }
  if (!plain(value))
    throw new NotPassed(`is of the class ${value.constructor?.name ?? "?"}, which only TypeScript can use`)
  const of: [string, Node][] = []
  for (const [key, item] of Object.entries(value)) of.push([key, await encode(item, passing, depth + 1)])
  return { $: "object", of }
}

function tensor(value: InstanceType<typeof tf.Tensor>, { tensors }: Passing): Node {
  if (value.dtype === "string") return value.arraySync() as Node
  if (value.dtype === "complex64") throw new NotPassed("is a tensor of complex numbers")
  const data = value.dataSync() as Numbers
  return value.dtype === "bool" ? tensors.put("BOOL", [...value.shape], data) : tensors.add(data, [...value.shape])!
}

/** The prepared examples of each split: `digits.train.x`, `digits.train.y`, and the names of the classes. */
function dataset(value: Dataset, { tensors }: Passing): Node {
  const split = (part: Split): Node => ({
    $: "namespace",
    of: [
      ["x", tensors.add(part.xs, [part.size, ...value.shape])],
      ["y", tensors.add(part.ys, part.targets === 1 ? [part.size] : [part.size, part.targets])],
    ],
  })
  return {
    $: "namespace",
    of: [...value.splits.map(part => [part.name, split(part)]), ["classes", value.classes], ["shape", value.shape]],
  }
}

async function table(value: Table, passing: Passing): Promise<Node> {
  if (passing.arrow) {
    passing.files += 1
    const file = `in${passing.files}.arrow`
    await writeFile(join(passing.folder, file), await value.arrow())
    return { $: "arrow", file }
  }
  const columns = new Map(value.columns.map(({ name }): [string, unknown[]] => [name, []]))
  for await (const row of value) for (const [name, values] of columns) values.push(row[name])
  const of = await Promise.all([...columns].map(async ([name, values]) => [name, await column(values, passing)]))
  return { $: "columns", of }
}

async function column(values: readonly unknown[], passing: Passing): Promise<Node> {
  const { tensors } = passing
  const given = values.filter(value => value !== null)
  if (given.length > 0 && given.every(value => value instanceof Date)) {
    const lowest = -(2n ** 63n)
    const times = BigInt64Array.from(values, value => (value === null ? lowest : BigInt((value as Date).getTime())))
    return { ...(tensors.add(times) as object), time: true }
  }
  if (given.length > 0 && given.every(value => typeof value === "number")) {
    const whole = given.length === values.length && given.every(value => Number.isSafeInteger(value))
    if (whole) return tensors.add(BigInt64Array.from(values, value => BigInt(value as number)))!
    return tensors.add(Float64Array.from(values, value => (value as number | null) ?? Number.NaN))!
  }
  return await encode(values, passing, 1)
}
