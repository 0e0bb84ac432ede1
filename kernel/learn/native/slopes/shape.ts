import type { Output } from "../../../native/index.ts"
import type { Emit, Traced } from "../emit.ts"
import type { Back, Slope } from "../slope.ts"
import { unbroadcast } from "./broadcast.ts"

/** The slope in the shape of what came in. */
const reshaped: Slope = ({ emit, inputs, outputs, dy }) => {
  const [[name, { shape }]] = Object.entries(inputs) as [[string, Traced]]
  return { [name]: emit.reshape({ output: dy, shape: outputs[0]!.shape, dtype: "float32" }, shape) }
}

const zeros = (emit: Emit, { shape }: Traced): Output => emit.op("Fill", [emit.ints(shape), emit.float(0)])

/** Slopes of all outputs; zeros for one that the loss does not depend on. */
const all = ({ emit, dys, outputs }: Back): Output[] => outputs.map((output, i) => dys[i] ?? zeros(emit, output))

const pairs = (emit: Emit, values: readonly (readonly [number, number])[]): Output =>
  emit.reshape({ output: emit.ints(values.flat()), shape: [values.length * 2], dtype: "int32" }, [values.length, 2])

const from = (axis: number, { shape }: Traced): number => (axis < 0 ? axis + shape.length : axis)

export const shapeSlopes: Record<string, Slope> = {
  Reshape: reshaped,
  ExpandDims: reshaped,
  Identity: ({ dy }) => ({ x: dy }),
  Transpose: ({ emit, settings, dy }) => {
    const order = settings.perm as unknown as number[]
    return { x: emit.op("Transpose", [dy, emit.ints(order.map((_, i) => order.indexOf(i)))]) }
  },
  BroadcastTo: ({ emit, inputs, outputs, dy }) => ({ x: unbroadcast(emit, dy, outputs[0]!.shape, inputs.x!) }),
  Slice: ({ emit, inputs, outputs, settings, dy }) => {
    const begin = settings.begin as unknown as number[]
    const { shape } = inputs.x!
    const around = shape.map((size, i) => [begin[i]!, size - begin[i]! - outputs[0]!.shape[i]!] as const)
    return { x: emit.op("Pad", [dy, pairs(emit, around)]) }
  },
  PadV2: ({ emit, inputs, settings, dy }) => {
    const paddings = settings.paddings as unknown as [number, number][]
    return { x: emit.op("Slice", [dy, emit.ints(paddings.map(([before]) => before)), emit.ints(inputs.x!.shape)]) }
  },
  Concat: ({ emit, inputs, outputs, settings, dy }) => {
    const axis = from(settings.axis!, outputs[0]!)
    const names = Object.keys(inputs)
    const sizes = names.map(name => inputs[name]!.shape[axis]!)
    const parts = emit.many(
      "SplitV",
      [dy, emit.ints(sizes), emit.int(axis)],
      { num_split: { int: sizes.length } },
      sizes.length,
    )
    return Object.fromEntries(names.map((name, i) => [name, parts[i]]))
  },
  SplitV: at => {
    const axis = from(at.settings.axis ?? 0, at.inputs.x!)
    return { x: at.emit.op("ConcatV2", [all(at), at.emit.int(axis)]) }
  },
  Pack: ({ emit, inputs, settings, dy }) => {
    const names = Object.keys(inputs)
    const how = { num: { int: names.length }, axis: { int: settings.axis ?? 0 } }
    const parts = emit.many("Unpack", [dy], how, names.length)
    return Object.fromEntries(names.map((name, i) => [name, parts[i]]))
  },
  Unpack: at => ({ value: at.emit.op("Pack", [all(at)], { axis: { int: at.settings.axis ?? 0 } }) }),
}
