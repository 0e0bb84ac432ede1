import { NotMapped } from "../layers/settings.ts"

/** Names of settings by what several layers share. */
const kernel =
  "activation use_bias kernel_regularizer bias_regularizer activity_regularizer kernel_constraint bias_constraint"
const window = "padding data_format strides"
const recurrent = `units return_sequences go_backwards unroll recurrent_activation dropout recurrent_dropout recurrent_regularizer recurrent_constraint ${kernel}`
const pool = `pool_size ${window}`
const norm = "axis epsilon center scale"

/** Settings of Keras 3's layers that are kept, by class. Initial values are left out: the weights come with the model. */
const settings: Readonly<Record<string, string>> = {
  Dense: `units ${kernel}`,
  Conv1D: `filters kernel_size dilation_rate ${window} ${kernel}`,
  Conv2D: `filters kernel_size dilation_rate ${window} ${kernel}`,
  Conv3D: `filters kernel_size dilation_rate ${window} ${kernel}`,
  Conv2DTranspose: `filters kernel_size ${window} ${kernel}`,
  Conv3DTranspose: `filters kernel_size ${window} ${kernel}`,
  Conv1DTranspose: `filters kernel_size dilation_rate ${window} ${kernel}`,
  DepthwiseConv1D: `kernel_size depth_multiplier dilation_rate ${window} activation use_bias`,
  DepthwiseConv2D: `kernel_size depth_multiplier dilation_rate ${window} activation use_bias`,
  SeparableConv1D: `filters kernel_size depth_multiplier dilation_rate ${window} activation use_bias`,
  SeparableConv2D: `filters kernel_size depth_multiplier dilation_rate ${window} activation use_bias`,
  MaxPooling1D: pool,
  MaxPooling2D: pool,
  MaxPooling3D: pool,
  AveragePooling1D: pool,
  AveragePooling2D: pool,
  AveragePooling3D: pool,
  GlobalAveragePooling1D: "",
  GlobalMaxPooling1D: "",
  GlobalAveragePooling2D: "data_format",
  GlobalMaxPooling2D: "data_format",
  GlobalAveragePooling3D: "",
  GlobalMaxPooling3D: "",
  BatchNormalization: `momentum ${norm}`,
  LayerNormalization: norm,
  GroupNormalization: `groups ${norm}`,
  RMSNormalization: "axis epsilon",
  UnitNormalization: "axis",
  Normalization: "axis invert",
  Dropout: "rate noise_shape",
  SpatialDropout1D: "rate",
  GaussianDropout: "rate",
  GaussianNoise: "stddev",
  AlphaDropout: "rate noise_shape",
  Embedding: "input_dim output_dim mask_zero",
  Masking: "mask_value",
  SimpleRNN: recurrent,
  LSTM: recurrent,
  GRU: `reset_after ${recurrent}`,
  Bidirectional: "merge_mode layer",
  TimeDistributed: "layer",
  MultiHeadAttention: "num_heads key_dim value_dim dropout use_bias",
  Attention: "use_scale score_mode",
  Add: "",
  Subtract: "",
  Multiply: "",
  Average: "",
  Maximum: "",
  Minimum: "",
  Concatenate: "axis",
  Dot: "axes normalize",
  Activation: "activation",
  ReLU: "max_value",
  LeakyReLU: "negative_slope",
  PReLU: "shared_axes",
  ELU: "alpha",
  Softmax: "axis",
  Flatten: "data_format",
  Reshape: "target_shape",
  Permute: "dims",
  RepeatVector: "n",
  UpSampling1D: "size",
  UpSampling2D: "size data_format interpolation",
  ZeroPadding1D: "padding",
  ZeroPadding2D: "padding data_format",
  Cropping1D: "cropping",
  Cropping2D: "cropping data_format",
  Rescaling: "scale offset",
  Resizing: "height width interpolation",
  CenterCrop: "height width",
}

/** The name of a setting here, where Keras has another. */
const renamed: Readonly<Record<string, Record<string, string>>> = { LeakyReLU: { negative_slope: "alpha" } }

const classes: Readonly<Record<string, string>> = {
  KaonGRU: "GRU",
  KaonELU: "ELU",
  KaonGlobalAveragePooling1D: "GlobalAveragePooling1D",
  KaonUpSampling2D: "UpSampling2D",
  KaonResizing: "Resizing",
  KaonCausalConv1D: "Conv1D",
}

export const kerasClass = (className: string): string => classes[className] ?? className

/** The settings of a layer that Keras is to be told, as they are here. Throws NotMapped for a class that Keras has not. */
export function kerasSettings(className: string, config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const keras = kerasClass(className)
  const names = settings[keras]
  if (names === undefined) throw new NotMapped("Keras has no such layer")
  const entries = names.split(" ").flatMap(name => {
    const value = config[renamed[keras]?.[name] ?? name]
    return name === "" || value === undefined || value === null ? [] : [[name, value] as const]
  })
  if (className === "KaonCausalConv1D") entries.push(["padding", "causal"])
  if (className === "UpSampling2D" && config.interpolation === "bilinear")
    throw new NotMapped("Keras interpolates between other places")
  if (className === "Resizing") throw new NotMapped("Keras interpolates between other places")
  if (keras === "GRU") entries.push(["reset_after", className === "KaonGRU"])
  return Object.fromEntries(entries)
}

/** Activations that have another name in Keras; `undefined` for those that it has not. */
const activations: Readonly<Record<string, string | undefined>> = {
  relu_sigmoid: "hard_sigmoid",
  hard_sigmoid: undefined,
  gelu_tanh: undefined,
  gelu_new: undefined,
}

export function kerasActivation(name: unknown): unknown {
  if (typeof name !== "string" || !Object.hasOwn(activations, name)) return name
  const found = activations[name]
  if (found !== undefined) return found
  const advice = name === "hard_sigmoid" ? `; that of Keras 3 has another slope (use "sigmoid")` : ""
  throw new NotMapped(`Keras 3 has no activation that computes ${name} as here${advice}`)
}
