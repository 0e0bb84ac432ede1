import { type Core, tf } from "../../tf.ts"
import { type Config, defineLayer, type Shape } from "./design.ts"
import { activated, count, flag, known, NotMapped, text } from "./settings.ts"

const common = (config: Config) => ({
  kernelSize: count(config, "kernelSize"),
  strides: count(config, "strides", 1),
  padding: text(config, "padding", ["valid", "same"]),
  dilationRate: count(config, "dilationRate", 1),
  dataFormat: text(config, "dataFormat", ["channelsLast"]),
  useBias: flag(config, "useBias", true),
  activation: typeof config.activation === "string" ? config.activation : "linear",
})
type Common = ReturnType<typeof common>

function convolvedLength(length: number | null, { kernelSize, strides, padding, dilationRate }: Common): number | null {
  if (length === null) return null
  const window = (kernelSize - 1) * dilationRate + 1
  return Math.ceil((padding === "same" ? length : length - window + 1) / strides)
}

const bias = (useBias: boolean, size: number) =>
  useBias ? [{ name: "bias", shape: [size], starts: "zeros" as const, regularizer: "biasRegularizer" }] : []

const finished = (values: Core.Tensor, offset: Core.Tensor | undefined, activation: string): Core.Tensor =>
  activated(activation, offset === undefined ? values : tf.add(values, offset))

/** Convolves along the steps, each channel for itself. */
function depthwise(input: Core.Tensor, kernel: Core.Tensor, { strides, padding, dilationRate }: Common): Core.Tensor {
  const flat = tf.depthwiseConv2d(
    tf.expandDims(input, 1) as Core.Tensor4D,
    tf.expandDims(kernel, 0) as Core.Tensor4D,
    [strides, strides],
    padding,
    "NHWC",
    [dilationRate, dilationRate],
  )
  return tf.squeeze(flat, [1])
}

defineLayer({
  className: "DepthwiseConv1D",
  settings: config => ({ ...common(config), depthMultiplier: count(config, "depthMultiplier", 1) }),
  weights: ([input], { kernelSize, depthMultiplier, useBias }) => {
    const channels = known(input!, -1)
    const shape = [kernelSize, channels, depthMultiplier]
    const kernel = { name: "kernel", shape, starts: "glorotUniform" as const, regularizer: "depthwiseRegularizer" }
    return [kernel, ...bias(useBias, channels * depthMultiplier)]
  },
  output: ([input], settings) =>
    [input![0], convolvedLength(input![1]!, settings), known(input!, -1) * settings.depthMultiplier] as Shape,
  call: ([input], { kernel, bias }, settings) =>
    finished(depthwise(input!, kernel!, settings), bias, settings.activation),
})

defineLayer({
  className: "SeparableConv1D",
  settings: config => ({
    ...common(config),
    filters: count(config, "filters"),
    depthMultiplier: count(config, "depthMultiplier", 1),
  }),
  weights: ([input], { kernelSize, depthMultiplier, filters, useBias }) => {
    const channels = known(input!, -1)
    const starts = "glorotUniform" as const
    return [
      {
        name: "depthwise_kernel",
        shape: [kernelSize, channels, depthMultiplier],
        starts,
        regularizer: "depthwiseRegularizer",
      },
      {
        name: "pointwise_kernel",
        shape: [1, channels * depthMultiplier, filters],
        starts,
        regularizer: "pointwiseRegularizer",
      },
      ...bias(useBias, filters),
    ]
  },
  output: ([input], settings) => [input![0], convolvedLength(input![1]!, settings), settings.filters] as Shape,
  call: ([input], { depthwise_kernel, pointwise_kernel, bias }, settings) => {
    const spread = depthwise(input!, depthwise_kernel!, settings) as Core.Tensor3D
    return finished(tf.conv1d(spread, pointwise_kernel as Core.Tensor3D, 1, "same"), bias, settings.activation)
  },
})

const transposedLength = (length: number | null, { kernelSize, strides, padding }: Common): number | null =>
  length === null ? null : padding === "same" ? length * strides : length * strides + Math.max(kernelSize - strides, 0)

defineLayer({
  className: "Conv1DTranspose",
  settings: config => {
    if (config.outputPadding != null) throw new NotMapped("output_padding is given")
    const settings = { ...common(config), filters: count(config, "filters") }
    if (settings.dilationRate !== 1) throw new NotMapped(`dilation_rate is ${settings.dilationRate}`)
    return settings
  },
  weights: ([input], { kernelSize, filters, useBias }) => [
    {
      name: "kernel",
      shape: [kernelSize, filters, known(input!, -1)],
      starts: "glorotUniform",
      regularizer: "kernelRegularizer",
    },
    ...bias(useBias, filters),
  ],
  output: ([input], settings) => [input![0], transposedLength(input![1]!, settings), settings.filters] as Shape,
  call: ([input], { kernel, bias }, settings) => {
    const { filters, strides, padding, activation } = settings
    const [batch, length] = input!.shape as [number, number]
    const spread = tf.conv2dTranspose(
      tf.expandDims(input!, 1) as Core.Tensor4D,
      tf.expandDims(kernel!, 0) as Core.Tensor4D,
      [batch, 1, transposedLength(length, settings)!, filters],
      [1, strides],
      padding,
    )
    return finished(tf.squeeze(spread, [1]), bias, activation)
  },
})

/** Conv1D that sees nothing of what comes later, which TensorFlow.js has not. */
defineLayer({
  className: "KaonCausalConv1D",
  settings: config => ({ ...common({ ...config, padding: "valid" }), filters: count(config, "filters") }),
  weights: ([input], { kernelSize, filters, useBias }) => [
    {
      name: "kernel",
      shape: [kernelSize, known(input!, -1), filters],
      starts: "glorotUniform",
      regularizer: "kernelRegularizer",
    },
    ...bias(useBias, filters),
  ],
  output: ([input], settings) =>
    [input![0], convolvedLength(input![1]!, { ...settings, padding: "same" }), settings.filters] as Shape,
  call: ([input], { kernel, bias }, { kernelSize, strides, dilationRate, activation }) => {
    const padded = tf.pad(input!, [
      [0, 0],
      [(kernelSize - 1) * dilationRate, 0],
      [0, 0],
    ]) as Core.Tensor3D
    const values = tf.conv1d(padded, kernel as Core.Tensor3D, strides, "valid", "NWC", dilationRate)
    return finished(values, bias, activation)
  },
})
