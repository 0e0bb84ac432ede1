import type { Attributes, Output } from "../../../native/index.ts"
import { type Emit, type Kernel, NotCompilable, type Settings, type Traced } from "../emit.ts"
import { activated } from "./activation.ts"

type Explicit = readonly (readonly [number, number])[]

/** TensorFlow's attributes of a window over NHWC images. */
export function windowOf(settings: Settings, rank = 2): Attributes {
  const { strides, pad, dilations, dataFormat } = settings
  const format = String(dataFormat ?? "NHWC")
  if (!/^N?D?HWC$|^NHWC$|^NWC$|channelsLast/.test(format)) throw new NotCompilable(`its data format is ${format}`)
  const sides = (value: number | number[] | undefined): number[] => {
    const given = [value ?? 1].flat()
    return given.length === rank + 2 ? given : [1, ...Array.from({ length: rank }, (_, i) => given[i] ?? given[0]!), 1]
  }
  return {
    strides: { ints: sides(strides) },
    ...padding(pad as unknown as string | number | Explicit),
    ...(dilations === undefined || sides(dilations).every(size => size === 1)
      ? {}
      : { dilations: { ints: sides(dilations) } }),
  }
}

/** Does a window leave out places between those that it takes? */
export const isDilated = (settings: Settings): boolean => windowOf(settings).dilations !== undefined

function padding(pad: string | number | Explicit): Attributes {
  if (typeof pad === "string") return { padding: { text: pad.toUpperCase() } }
  const around: Explicit =
    typeof pad === "number"
      ? [
          [0, 0],
          [pad, pad],
          [pad, pad],
          [0, 0],
        ]
      : pad
  if (around.every(([before, after]) => before === 0 && after === 0)) return { padding: { text: "VALID" } }
  return { padding: { text: "EXPLICIT" }, explicit_paddings: { ints: around.flat() } }
}

const convolution =
  (type: string): Kernel =>
  (emit, { x, filter, bias, preluActivationWeights }, settings) => {
    const result = convolved(emit, type, x!, filter!, settings)
    return activated(emit, biased(emit, result, bias), settings, preluActivationWeights)
  }

/** A dilated one whose gradient will be needed goes over interleaved parts of the image: TensorFlow cannot derive the other. */
function convolved(emit: Emit, type: string, x: Traced, filter: Traced, settings: Settings): Output {
  const { dilations, ...window } = windowOf(settings)
  if (dilations === undefined || !emit.derived) {
    const plain = type === "Conv2D" && emit.small ? "Conv" : type
    return emit.op(plain, [x.output, filter.output], dilations === undefined ? window : { ...window, dilations })
  }
  const steps = (dilations as { ints: number[] }).ints.slice(1, 3)
  const same = (window.padding as { text: string }).text === "SAME"
  const around = steps.map((step, i) => {
    const wanted = same ? (filter.shape[i]! - 1) * step : 0
    const before = Math.floor(wanted / 2)
    const extra = (step - ((x.shape[i + 1]! + wanted) % step)) % step
    return { before, after: wanted - before + extra, extra }
  })
  const pairs = (values: number[]) =>
    emit.reshape({ output: emit.ints(values), shape: [values.length], dtype: "int32" }, [values.length / 2, 2])
  const block = emit.ints(steps)
  const parts = emit.op("SpaceToBatchND", [
    x.output,
    block,
    pairs(around.flatMap(({ before, after }) => [before, after])),
  ])
  const result = emit.op(type, [parts, filter.output], { ...window, padding: { text: "VALID" } })
  return emit.op("BatchToSpaceND", [result, block, pairs(around.flatMap(({ extra }) => [0, extra]))])
}

const biased = (emit: Emit, result: Output, bias: Traced | undefined): Output => {
  if (bias === undefined) return result
  return emit.op(bias.shape.length === 1 ? "BiasAdd" : "AddV2", [result, bias.output])
}

/** The window of a pooling, whose strides are its sides where none are given. */
export function poolOf(settings: Settings, rank = 2): Attributes {
  const { filterSize, strides } = settings
  const size = [filterSize as unknown as number | number[]].flat()
  const sides = Array.from({ length: rank }, (_, i) => size[i] ?? size[0]!)
  const { dilations: _none, ...rest } = windowOf({ ...settings, strides: strides ?? filterSize }, rank)
  return { ...rest, ksize: { ints: [1, ...sides, 1] } }
}

const pooling =
  (type: string, rank = 2): Kernel =>
  (emit, { x }, settings) =>
    emit.op(type, [x!.output], poolOf(settings, rank))

/** A gradient of a convolution: as an operation of its own, as transposed convolution is in TensorFlow.js. */
const backward =
  (type: string, order: (inputs: Record<string, Traced>, emit: Emit, settings: Settings) => Output[]): Kernel =>
  (emit, inputs, settings) =>
    emit.op(type, order(inputs, emit, settings), windowOf(settings))

/** Convolutions and pooling over images. */
export const convolutions: Record<string, Kernel> = {
  Conv2D: convolution("Conv2D"),
  FusedConv2D: convolution("Conv2D"),
  DepthwiseConv2dNative: convolution("DepthwiseConv2dNative"),
  FusedDepthwiseConv2D: convolution("DepthwiseConv2dNative"),
  Conv2DBackpropInput: backward("Conv2DBackpropInput", ({ dy, filter }, emit, { inputShape }) => [
    emit.ints(inputShape!),
    filter!.output,
    dy!.output,
  ]),
  Conv2DBackpropFilter: backward("Conv2DBackpropFilter", ({ x, dy }, emit, { filterShape }) => [
    x!.output,
    emit.ints(filterShape!),
    dy!.output,
  ]),
  Conv3D: (emit, { x, filter }, settings) => {
    if (emit.derived) throw new NotCompilable("TensorFlow's C library cannot derive a three-dimensional convolution")
    return emit.op("Conv3D", [x!.output, filter!.output], windowOf(settings, 3))
  },
  DepthwiseConv2dNativeBackpropInput: backward(
    "DepthwiseConv2dNativeBackpropInput",
    ({ dy, filter }, emit, { inputShape }) => [emit.ints(inputShape!), filter!.output, dy!.output],
  ),
  DepthwiseConv2dNativeBackpropFilter: backward(
    "DepthwiseConv2dNativeBackpropFilter",
    ({ x, dy }, emit, { filterShape }) => [x!.output, emit.ints(filterShape!), dy!.output],
  ),
  MaxPoolGrad: (emit, { dy, input, output }, settings) =>
    emit.op("MaxPoolGrad", [input!.output, output!.output, dy!.output], poolOf(settings)),
  AvgPoolGrad: (emit, { dy, input }, settings) =>
    emit.op("AvgPoolGrad", [emit.ints(input!.shape), dy!.output], poolOf(settings)),
  MaxPool: (emit, inputs, settings) => {
    if (!emit.small) return pooling("MaxPool")(emit, inputs, settings)
    const { ksize, strides, padding: around } = poolOf(settings) as Record<string, { ints: number[] }>
    return emit.op("MaxPoolV2", [inputs.x!.output, emit.ints(ksize!.ints), emit.ints(strides!.ints)], {
      padding: around!,
    })
  },
  AvgPool: pooling("AvgPool"),
  MaxPool3D: pooling("MaxPool3D", 3),
  AvgPool3D: pooling("AvgPool3D", 3),
}
