import { NotMapped } from "../layers/settings.ts"

export type Settings = Record<string, unknown>

/** A layer of Keras as one that is here: camel-cased settings in, settings out. */
export interface Mapping {
  /** Name of the class here, where it is another; of its settings, where it depends on them. */
  className?: string | ((config: Settings) => string | undefined)
  settings?(config: Settings): Settings
}

/** Throws NotMapped unless the setting has the one value that can be had. */
const only = (config: Settings, name: string, ...values: unknown[]): void => {
  const given = config[name]
  if (given === undefined || values.some(value => JSON.stringify(value) === JSON.stringify(given))) return
  throw new NotMapped(`${name} is ${JSON.stringify(given)}`)
}

const convolution: Mapping = {
  settings: config => {
    only(config, "groups", 1, null)
    return config
  },
}

const singleAxis = (config: Settings): Settings => {
  const axis = [config.axis].flat()
  if (axis.length !== 1) throw new NotMapped(`axis is ${JSON.stringify(config.axis)}`)
  return { ...config, axis: axis[0] }
}

const renamed =
  (from: string, to: string) =>
  ({ [from]: value, ...config }: Settings): Settings =>
    value === undefined ? config : { ...config, [to]: value }

const recurrent: Mapping = {
  settings: ({ implementation: _, ...config }) => {
    only(config, "returnState", false)
    only(config, "stateful", false)
    return { recurrentActivation: "sigmoid", ...config, implementation: 2 }
  },
}

const identity: Mapping = { className: "Activation", settings: ({ name }) => ({ name, activation: "linear" }) }

const untrained: Mapping = {
  settings: config => {
    only(config, "trainable", true, false)
    return config
  },
}

/** Layers by the class that Keras has for them. What is not named here cannot be brought over. */
export const mappings: Readonly<Record<string, Mapping>> = {
  InputLayer: {
    settings: ({ name, dtype, batchInputShape, batchShape, sparse, ragged }) => {
      if (sparse === true || ragged === true) throw new NotMapped("its input is sparse or ragged")
      return { name, dtype: dtype === "int64" ? "int32" : dtype, batchInputShape: batchShape ?? batchInputShape }
    },
  },
  ...Object.fromEntries(
    [
      "Dense Activation Flatten Reshape Permute RepeatVector Embedding Masking",
      "Add Subtract Multiply Average Maximum Minimum Concatenate Dot",
      "Dropout GaussianDropout GaussianNoise AlphaDropout SpatialDropout1D",
      "MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D",
      "GlobalAveragePooling3D GlobalMaxPooling3D",
      "ZeroPadding1D Cropping1D Cropping2D UpSampling1D ZeroPadding2D",
      "MultiHeadAttention Attention GroupNormalization UnitNormalization",
      "Conv1DTranspose SeparableConv1D DepthwiseConv1D",
      "TimeDistributed Bidirectional CenterCrop",
    ]
      .flatMap(line => line.split(" "))
      .map(name => [name, untrained]),
  ),
  Conv1D: {
    ...convolution,
    className: ({ padding }) => (padding === "causal" ? "KaonCausalConv1D" : undefined),
  },
  Conv2D: convolution,
  Conv3D: convolution,
  SeparableConv2D: convolution,
  DepthwiseConv2D: {
    settings: config => {
      only(config, "dilationRate", 1, [1], [1, 1])
      return config
    },
  },
  Conv2DTranspose: {
    settings: config => {
      only(config, "outputPadding", null)
      only(config, "dilationRate", 1, [1], [1, 1])
      return convolution.settings!(config)
    },
  },
  ...Object.fromEntries(
    ["GlobalAveragePooling1D", "GlobalMaxPooling1D", "GlobalAveragePooling2D", "GlobalMaxPooling2D"].map(name => [
      name,
      {
        settings: (config: Settings) => {
          only(config, "keepdims", false)
          return config
        },
      },
    ]),
  ),
  BatchNormalization: { settings: singleAxis },
  LayerNormalization: {
    settings: config => {
      only(config, "rmsScaling", false)
      return config
    },
  },
  RMSNormalization: {},
  Normalization: {
    settings: config => {
      only(config, "mean", null)
      return config
    },
  },
  SimpleRNN: recurrent,
  LSTM: recurrent,
  GRU: { ...recurrent, className: ({ resetAfter }) => (resetAfter === true ? "KaonGRU" : undefined) },
  UpSampling2D: {
    className: ({ interpolation }) => (interpolation === "bilinear" ? "KaonUpSampling2D" : undefined),
    settings: config => {
      only(config, "interpolation", "nearest", "bilinear")
      return config
    },
  },
  ReLU: {
    settings: ({ negativeSlope, threshold, ...config }) => {
      only({ negativeSlope }, "negativeSlope", 0, null)
      only({ threshold }, "threshold", 0, null)
      return config
    },
  },
  LeakyReLU: { settings: renamed("negativeSlope", "alpha") },
  PReLU: {},
  ELU: { className: ({ alpha }) => (alpha === 1 ? undefined : "KaonELU") },
  Softmax: {},
  ThresholdedReLU: {},
  Identity: identity,
  ActivityRegularization: identity,
  Rescaling: {
    settings: config => {
      if (typeof config.scale !== "number" || typeof (config.offset ?? 0) !== "number")
        throw new NotMapped("its scale or offset is more than one number")
      return config
    },
  },
  Resizing: {
    className: "KaonResizing",
    settings: config => {
      only(config, "interpolation", "bilinear", "nearest")
      only(config, "cropToAspectRatio", false)
      only(config, "padToAspectRatio", false)
      return config
    },
  },
}

/** Why a class has no counterpart, where more can be said than that it is not known. */
export const refusals: Readonly<Record<string, string>> = {
  Lambda: "it holds Python code, which is never run here",
  TFOpLambda: "it calls a function of TensorFlow",
  TensorFlowOpLayer: "it calls a function of TensorFlow",
  StringLookup: "it looks up text",
  TextVectorization: "it works on text",
}
