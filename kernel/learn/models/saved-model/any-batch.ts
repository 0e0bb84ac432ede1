import { NotCompilable } from "../../native/emit.ts"
import { bytesIn, numberIn } from "../../protobuf/read.ts"
import { int } from "../../protobuf/write.ts"
import { type Constant, constantOf } from "./constant.ts"
import { constantNode, type Node, node, nodesOf, shapeAttribute, typeAttribute } from "./nodes.ts"
import type { Traced } from "./trace.ts"

const batchName = "kaon_batch"

/**
 * One graph for batches of any size, out of the same model traced for two. What differs between the two are numbers that hang
 * on the size of the batch: each is offset + factor × size, and is computed so. Undefined where the two graphs are not alike:
 * a size of the model happens to be that of a batch. Throws NotCompilable for a number that hangs on the batch otherwise.
 */
export function forAnyBatch(first: Traced, second: Traced): Node[] | undefined {
  const [a, b] = [nodesOf(first.definition), nodesOf(second.definition)]
  const alike =
    a.length === b.length &&
    a.every(
      ({ name, op, inputs }, i) => name === b[i]!.name && op === b[i]!.op && String(inputs) === String(b[i]!.inputs),
    )
  if (!alike) return undefined
  const sizes = [first.batch, second.batch] as const
  const merged = a.flatMap((node, i) => mergedNode(node, b[i]!, sizes))
  return [...merged, ...batchNodes(a[0]!)]
}

function mergedNode(a: Node, b: Node, sizes: readonly [number, number]): Node[] {
  const differing = [...a.attributes].filter(([key, value]) => !Buffer.from(value).equals(b.attributes.get(key)!))
  if (differing.length === 0) return [a]
  if (a.op === "Placeholder") return [placeholderOf(a)]
  const [one, two] = [a, b].map(({ attributes }) => constantIn(attributes.get("value")))
  if (a.op === "Const" && differing.length === 1 && one !== undefined && two !== undefined)
    return varyingConstant(a.name, one, two, sizes)
  throw new NotCompilable(`its ${a.op} hangs on the size of the batch`)
}

const constantIn = (attribute: Uint8Array | undefined): Constant | undefined => {
  const tensor = attribute && bytesIn(attribute, 8).at(-1)
  return tensor && constantOf(tensor)
}

function placeholderOf({ name, attributes }: Node): Node {
  const shape = bytesIn(attributes.get("shape")!, 7).at(-1)!
  const [, ...others] = sizesIn(shape)
  return node(name, "Placeholder", [], {
    dtype: attributes.get("dtype")!,
    shape: shapeAttribute([-1, ...others]),
  })
}

export const sizesIn = (shape: Uint8Array): number[] => bytesIn(shape, 2).map(dim => numberIn(dim, 1) ?? 0)

function varyingConstant(name: string, a: Constant, b: Constant, sizes: readonly [number, number]): Node[] {
  if (String(a.shape) === String(b.shape) && a.values instanceof Int32Array)
    return linear(name, a.shape, [...a.values], [...b.values], sizes)
  const [value = 0] = a.values
  if (a.shape.length !== b.shape.length || ![a, b].every(({ values }) => values.every(each => each === value)))
    throw new NotCompilable("it has constants of the size of the batch")
  const [dims, filling] = [`${name}/dims`, `${name}/value`]
  const one = a.values instanceof Float32Array ? Float32Array.of(value) : Int32Array.of(value)
  return [
    ...linear(dims, [a.shape.length], a.shape, b.shape, sizes),
    constantNode(filling, [], one),
    node(name, "Fill", [dims, filling], {
      T: typeAttribute(a.values instanceof Float32Array ? "float32" : "int32"),
      index_type: typeAttribute("int32"),
    }),
  ]
}

/** offset + factor × batch, number by number. */
function linear(
  name: string,
  shape: readonly number[],
  a: readonly number[],
  b: readonly number[],
  [first, second]: readonly [number, number],
): Node[] {
  const factors = a.map((value, i) => (b[i]! - value) / (second - first))
  if (!factors.every(Number.isInteger)) throw new NotCompilable("a size hangs on the batch in no simple way")
  const offsets = a.map((value, i) => value - factors[i]! * first)
  const T = typeAttribute("int32")
  return [
    constantNode(`${name}/offset`, shape, Int32Array.from(offsets)),
    constantNode(`${name}/factor`, shape, Int32Array.from(factors)),
    node(`${name}/varying`, "Mul", [`${name}/factor`, batchName], { T }),
    node(name, "AddV2", [`${name}/offset`, `${name}/varying`], { T }),
  ]
}

/** The size of the batch: that of the first input. */
function batchNodes({ name, attributes }: Node): Node[] {
  const [from, to, step] = ["from", "to", "step"].map(part => `${batchName}/${part}`) as [string, string, string]
  const int32 = typeAttribute("int32")
  const masks = Object.fromEntries(
    ["begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask"].map(mask => [mask, int(3, 0)]),
  )
  return [
    node(`${batchName}/shape`, "Shape", [name], { T: attributes.get("dtype")!, out_type: int32 }),
    constantNode(from, [1], Int32Array.of(0)),
    constantNode(to, [1], Int32Array.of(1)),
    constantNode(step, [1], Int32Array.of(1)),
    node(batchName, "StridedSlice", [`${batchName}/shape`, from, to, step], {
      T: int32,
      Index: int32,
      ...masks,
      shrink_axis_mask: int(3, 1),
    }),
  ]
}
