import { NotMapped } from "../../layers/settings.ts"
import type { OnnxAttribute } from "../graph.ts"
import { activate, attr, fixed, numbers, type OnnxKernel, type Place } from "./kernel.ts"

/** [batch, …, channels] ↔ [batch, channels, …]: ONNX has the channels first. */
const first = (rank: number): number[] => [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)]
const last = (rank: number): number[] => [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1]

/** Runs what wants the channels first on values that have them last. */
function channelsFirst({ graph }: Place, rank: number, input: string, run: (input: string) => string): string {
  const turned = graph.op("Transpose", [input], { perm: first(rank) })
  return graph.op("Transpose", [run(turned)], { perm: last(rank) })
}

/** Of the places beside the batch and the channels. */
const inner = (value: unknown, count: number): number[] => {
  const all = numbers(value ?? 1)
  return all.length === 1 ? Array.from({ length: count }, () => all[0]!) : all.slice(-count)
}

interface Window {
  size: readonly number[]
  strides: readonly number[]
  dilations: readonly number[]
}

/** How much is added on each side: said in numbers, since ONNX Runtime knows no automatic padding with dilation. */
function padding(place: Place, { size, strides, dilations }: Window): Record<string, OnnxAttribute> {
  const pad = attr<unknown>(place, "pad")
  const format = attr<string | undefined>(place, "dataFormat") ?? "NHWC"
  if (!/^N(D?HW)C$/.test(format)) throw new NotMapped(`its data format is ${format}`)
  if (pad === "valid" || pad === 0) return {}
  if (pad !== "same") throw new NotMapped(`its padding is ${JSON.stringify(pad)}`)
  const [before, after] = [place.given.x!, place.gives[0]!].map(({ shape }) => shape.slice(1, -1).map(fixed)) as [
    number[],
    number[],
  ]
  const all = size.map((each, i) =>
    Math.max((after[i]! - 1) * strides[i]! + (each - 1) * dilations[i]! + 1 - before[i]!, 0),
  )
  return { pads: [...all.map(total => Math.floor(total / 2)), ...all.map(total => Math.ceil(total / 2))] }
}

/** Axes of a kernel [places…, in, out] as [out, in, places…]. */
const kernelAxes = (rank: number): number[] => [rank - 1, rank - 2, ...Array.from({ length: rank - 2 }, (_, i) => i)]

const withBias = (place: Place, values: string): string =>
  place.inputs.bias === undefined ? values : place.graph.op("Add", [values, place.inputs.bias])

const convolution: OnnxKernel = place => {
  const { graph, inputs, given } = place
  const rank = given.x!.shape.length
  const weights = graph.op("Transpose", [inputs.filter!], { perm: kernelAxes(rank) })
  const [strides, dilations] = ["strides", "dilations"].map(name => inner(attr(place, name), rank - 2)) as [
    number[],
    number[],
  ]
  const size = given.filter!.shape.slice(0, -2).map(fixed)
  const settings = { ...padding(place, { size, strides, dilations }), strides, dilations }
  const values = channelsFirst(place, rank, inputs.x!, input => graph.op("Conv", [input, weights], settings))
  return activate(place, withBias(place, values))
}

const depthwise: OnnxKernel = place => {
  const { graph, inputs, given } = place
  const [height, width, channels, times] = given.filter!.shape.map(fixed) as [number, number, number, number]
  const turned = graph.op("Transpose", [inputs.filter!], { perm: [2, 3, 0, 1] })
  const weights = graph.op("Reshape", [turned, graph.ints([channels * times, 1, height, width])])
  const [strides, dilations] = ["strides", "dilations"].map(name => inner(attr(place, name), 2)) as [number[], number[]]
  const pads = padding(place, { size: [height, width], strides, dilations })
  const settings = { ...pads, strides, dilations, group: channels }
  const values = channelsFirst(place, 4, inputs.x!, input => graph.op("Conv", [input, weights], settings))
  return activate(place, withBias(place, values))
}

/** The padding that makes a transposed convolution as large as TensorFlow.js makes it. */
const transposed: OnnxKernel = place => {
  const { graph, inputs, given, gives } = place
  const strides = inner(attr(place, "strides"), 2)
  const [before, kernel, after] = [given.dy!, given.filter!, gives[0]!].map(({ shape }, i) =>
    (i === 1 ? shape.slice(0, 2) : shape.slice(1, 3)).map(fixed),
  ) as [number[], number[], number[]]
  const full = before.map((size, i) => (size - 1) * strides[i]! + kernel[i]!)
  const cut = full.map((size, i) => Math.max(size - after[i]!, 0))
  const pads = [...cut.map(size => Math.floor(size / 2)), ...cut.map(size => Math.ceil(size / 2))]
  const weights = graph.op("Transpose", [inputs.filter!], { perm: kernelAxes(4) })
  const settings = { strides, pads, output_padding: full.map((size, i) => Math.max(after[i]! - size, 0)) }
  return channelsFirst(place, 4, inputs.dy!, input => graph.op("ConvTranspose", [input, weights], settings))
}

const pool =
  (type: string, settings: Record<string, OnnxAttribute> = {}): OnnxKernel =>
  place => {
    const { graph, inputs, given } = place
    const rank = given.x!.shape.length
    const [size, strides] = ["filterSize", "strides"].map(name => inner(attr(place, name), rank - 2)) as [
      number[],
      number[],
    ]
    const pads = padding(place, { size, strides, dilations: size.map(() => 1) })
    const window = { ...pads, ...settings, kernel_shape: size, strides }
    return channelsFirst(place, rank, inputs.x!, input => graph.op(type, [input], window))
  }

const average = pool("AveragePool", { count_include_pad: 0 })

/** Each place takes the nearest one before it, as TensorFlow.js does. */
const nearest: OnnxKernel = place => {
  const { graph, inputs, gives } = place
  if (attr(place, "alignCorners") === true || attr(place, "halfPixelCenters") === true)
    throw new NotMapped("it resizes from the corners")
  const [batch, height, width, channels] = gives[0]!.shape
  const sizes = graph.ints([batch!, channels!, height!, width!])
  const settings = { mode: "nearest", coordinate_transformation_mode: "asymmetric", nearest_mode: "floor" }
  return channelsFirst(place, 4, inputs.images!, input => graph.op("Resize", [input, "", "", sizes], settings))
}

export const convolutions: Readonly<Record<string, OnnxKernel>> = {
  Conv2D: convolution,
  FusedConv2D: convolution,
  Conv3D: convolution,
  DepthwiseConv2dNative: depthwise,
  FusedDepthwiseConv2D: depthwise,
  Conv2DBackpropInput: transposed,
  MaxPool: pool("MaxPool"),
  MaxPool3D: pool("MaxPool"),
  AvgPool: average,
  AvgPool3D: average,
  ResizeNearestNeighbor: nearest,
}
