import { NotMapped } from "../../layers/settings.ts"
import { elementType } from "../graph.ts"
import type { Size } from "../record.ts"
import { attr, fixed, numbers, type OnnxKernel, type Place } from "./kernel.ts"

/** The only output in its own shape. */
const reshaped: OnnxKernel = ({ graph, inputs, gives }) =>
  graph.op("Reshape", [(inputs.x ?? inputs.input)!, graph.ints(gives[0]!.shape)])

/** One value everywhere. */
const filled = (place: Place, value: number): string => {
  const { graph, gives } = place
  const { shape, dtype } = gives[0]!
  return graph.op("Expand", [graph.constant(elementType(dtype), [], [value]), graph.ints(shape)])
}

const sum = (a: Size, b: Size): Size => {
  const [x, y] = [a, b].map(size => (typeof size === "number" ? { offset: size, factor: 0 } : size)) as [
    Exclude<Size, number>,
    Exclude<Size, number>,
  ]
  const [offset, factor] = [x.offset + y.offset, x.factor + y.factor]
  return factor === 0 ? offset : { offset, factor }
}

/** As far as there is: INT32_MAX. */
const toTheEnd = 2 ** 31 - 1

export const shape: Readonly<Record<string, OnnxKernel>> = {
  Reshape: reshaped,
  ExpandDims: reshaped,
  Transpose: place => place.graph.op("Transpose", [place.inputs.x!], { perm: numbers(attr(place, "perm")) }),
  Concat: place => place.graph.op("Concat", Object.values(place.inputs), { axis: axisOf(place) }),
  Slice: place => {
    const { graph, inputs } = place
    const [begin, size] = [attr<Size[]>(place, "begin"), attr<Size[]>(place, "size")]
    const ends = begin.map((from, i) => (size[i] === -1 ? toTheEnd : sum(from, size[i]!)))
    const axes = graph.ints(begin.map((_, i) => i))
    return graph.op("Slice", [inputs.x!, graph.ints(begin), graph.ints(ends), axes])
  },
  SplitV: place => {
    const { graph, inputs, gives } = place
    const axis = axisOf(place)
    const sizes = graph.ints(gives.map(({ shape }) => fixed(shape[axis]!)))
    return graph.many("Split", [inputs.x!, sizes], { axis }, gives.length)
  },
  Pack: ({ graph, inputs, call, gives }) => {
    const axis = (Number(call.attributes.axis) + gives[0]!.shape.length) % gives[0]!.shape.length
    const each = Object.values(inputs).map(input => graph.op("Unsqueeze", [input, graph.ints([axis])]))
    return graph.op("Concat", each, { axis })
  },
  Unpack: ({ graph, inputs, call, gives }) => {
    const axis = (Number(call.attributes.axis) + gives[0]!.shape.length + 1) % (gives[0]!.shape.length + 1)
    const parts = graph.many("Split", [inputs.value!], { axis, num_outputs: gives.length }, gives.length)
    return parts.map(part => graph.op("Squeeze", [part, graph.ints([axis])]))
  },
  Tile: place => place.graph.op("Tile", [place.inputs.x!, place.graph.ints(attr<Size[]>(place, "reps"))]),
  BroadcastTo: ({ graph, inputs, gives }) => graph.op("Expand", [inputs.x!, graph.ints(gives[0]!.shape)]),
  PadV2: place => {
    const { graph, inputs } = place
    const paddings = attr<Size[][]>(place, "paddings")
    const pads = [...paddings.map(([before]) => before!), ...paddings.map(([, after]) => after!)]
    return graph.op("Pad", [inputs.x!, graph.ints(pads), graph.scalar(attr<number>(place, "constantValue"))])
  },
  GatherV2: place => {
    const { graph, inputs } = place
    if ((attr<number>(place, "batchDims") ?? 0) !== 0) throw new NotMapped("it gathers batch by batch")
    return graph.op("Gather", [inputs.x!, inputs.indices!], { axis: attr<number>(place, "axis") })
  },
  Reverse: place => {
    const { graph, inputs } = place
    const axes = numbers(attr(place, "dims"))
    const rows = [axes.map(() => -1), axes.map(() => -(2 ** 31)), axes, axes.map(() => -1)]
    return graph.op("Slice", [inputs.x!, ...rows.map(row => graph.ints(row))])
  },
  Fill: place => filled(place, attr<number>(place, "value")),
  ZerosLike: place => filled(place, 0),
  OnesLike: place => filled(place, 1),
  OneHot: place => {
    const { graph, inputs } = place
    const values = [attr<number>(place, "offValue"), attr<number>(place, "onValue")]
    const kind = elementType(place.gives[0]!.dtype)
    return graph.op("OneHot", [
      inputs.indices!,
      graph.ints([attr<number>(place, "depth")]),
      graph.constant(kind, [2], values),
    ])
  },
}

function axisOf(place: Place): number {
  const axis = Number(attr(place, "axis"))
  return axis < 0 ? axis + place.gives[0]!.shape.length : axis
}
