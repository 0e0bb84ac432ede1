import type { Output } from "../../../native/index.ts"
import { type Emit, sizeOf, type Traced } from "../emit.ts"

/** Sums a slope over the axes along which a value was broadcast to `from`. */
export function unbroadcast(emit: Emit, slope: Output, from: readonly number[], { shape }: Traced): Output {
  const lead = from.length - shape.length
  const axes = from.flatMap((size, axis) => ((shape[axis - lead] ?? 1) === size && axis >= lead ? [] : [axis]))
  if (axes.length === 0) return slope
  const summed = axes.filter(axis => from[axis] !== 1)
  if (summed.length === 0) return emit.reshape({ output: slope, shape: from, dtype: "float32" }, shape)
  const rest = from.filter((_, axis) => !summed.includes(axis))
  // Over everything but the last axis there is an operation that is quicker, and that others take in.
  const asBias = sizeOf(rest) === from.at(-1) && !summed.includes(from.length - 1)
  const output = asBias ? emit.op("BiasAddGrad", [slope]) : emit.op("Sum", [slope, emit.ints(summed)])
  if (asBias) return emit.reshape({ output, shape: [from.at(-1)!], dtype: "float32" }, shape)
  return emit.reshape({ output, shape: rest, dtype: "float32" }, shape)
}

/** Repeats a slope along the axes over which a value of this shape was reduced. */
export function broadcast(emit: Emit, slope: Output, axes: readonly number[], { shape }: Traced): Output {
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
  const rest = shape.filter((_, axis) => !axes.includes(axis))
  const upright = emit.reshape({ output: slope, shape: rest, dtype: "float32" }, kept)
  return sizeOf(kept) === sizeOf(shape) ? upright : emit.op("BroadcastTo", [upright, emit.ints(shape)])
}
