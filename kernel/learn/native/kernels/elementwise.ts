import type { Emit, Kernel, Traced } from "../emit.ts"

const unary =
  (type: string, input = "x"): Kernel =>
  (emit, inputs) =>
    emit.op(type, [inputs[input]!.output])

const binary =
  (type: string): Kernel =>
  (emit, { a, b }) =>
    emit.op(type, [a!.output, b!.output])

const same = [
  ...["Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Ceil", "Cos", "Cosh", "Elu", "Erf", "Exp", "Expm1"],
  ...["Floor", "Identity", "IsFinite", "IsInf", "IsNan", "Log", "Log1p", "LogicalNot", "Neg", "Reciprocal"],
  ...["Relu", "Relu6", "Round", "Rsqrt", "Selu", "Sigmoid", "Sign", "Sin", "Sinh", "Softplus", "Sqrt", "Square"],
  ...["Tan", "Tanh"],
]
const binaries = {
  Atan2: "Atan2",
  Equal: "Equal",
  Greater: "Greater",
  GreaterEqual: "GreaterEqual",
  Less: "Less",
  LessEqual: "LessEqual",
  LogicalAnd: "LogicalAnd",
  LogicalOr: "LogicalOr",
  Maximum: "Maximum",
  Minimum: "Minimum",
  Mod: "FloorMod",
  Multiply: "Mul",
  NotEqual: "NotEqual",
  Pow: "Pow",
  RealDiv: "RealDiv",
  SquaredDifference: "SquaredDifference",
  Sub: "Sub",
}

/** Arithmetic, comparisons and activations, element by element with broadcasting. */
export const elementwise: Record<string, Kernel> = {
  ...Object.fromEntries(same.map(name => [name, unary(name)])),
  ...Object.fromEntries(Object.entries(binaries).map(([name, type]) => [name, binary(type)])),
  /** A vector along the last axis of a matrix is a bias, which TensorFlow takes into the product before it. */
  Add: (emit, { a, b }) => {
    const bias = a!.dtype === "float32" && a!.shape.length === 2 && b!.shape.length === 1 && a!.shape[1] === b!.shape[0]
    return emit.op(bias ? "BiasAdd" : "AddV2", [a!.output, b!.output])
  },
  AddN: (emit, inputs) => emit.op("AddN", [Object.values(inputs).map(({ output }) => output)]),
  ClipByValue: (emit, { x }, { clipValueMin, clipValueMax }) =>
    emit.op("Minimum", [
      emit.op("Maximum", [x!.output, bound(emit, x!, clipValueMin!)]),
      bound(emit, x!, clipValueMax!),
    ]),
  LeakyRelu: (emit, { x }, { alpha }) => emit.op("LeakyRelu", [x!.output], { alpha: { float: alpha! } }),
  Prelu: (emit, { x, alpha }) => {
    const zero = emit.float(0)
    const negative = emit.op("Mul", [alpha!.output, emit.op("Minimum", [x!.output, zero])])
    return emit.op("AddV2", [emit.op("Maximum", [x!.output, zero]), negative])
  },
  /** 1 above zero, `alpha` below. */
  Step: (emit, { x }, { alpha }) => {
    const above = emit.op("Greater", [x!.output, emit.op("ZerosLike", [x!.output])])
    return emit.op("SelectV2", [above, emit.float(1), emit.float(alpha ?? 0)])
  },
  Select: (emit, { condition, t, e }) => emit.op("SelectV2", [condition!.output, t!.output, e!.output]),
  /** Whole numbers, also of others, as TensorFlow.js has it. */
  FloorDiv: (emit, { a, b }) => {
    const quotient = emit.op("FloorDiv", [a!.output, b!.output])
    return a!.dtype === "int32" ? quotient : emit.op("Cast", [quotient], { DstT: { type: "int32" } })
  },
  Cast: (emit, { x }, { dtype }) =>
    x!.dtype === dtype ? x!.output : emit.op("Cast", [x!.output], { DstT: { type: dtype! } }),
  OnesLike: (emit, { x }) => filled(emit, x!, 1),
  ZerosLike: (emit, { x }) => filled(emit, x!, 0),
  EluGrad: (emit, { dy, y }) => emit.op("EluGrad", [dy!.output, y!.output]),
}

/** Not TensorFlow's OnesLike, which its C library cannot derive; the shape is known anyway. */
const filled = (emit: Emit, { shape, dtype }: Traced, value: number) => {
  const number =
    dtype === "float32" ? emit.float(value) : emit.op("Cast", [emit.float(value)], { DstT: { type: dtype } })
  return emit.op("Fill", [emit.ints(shape), number])
}

const bound = (emit: Emit, { dtype }: { dtype: string }, value: number) =>
  dtype === "int32" ? emit.int(value) : emit.float(value)
