import type { Output } from "../../../native/index.ts"
import type { Traced } from "../emit.ts"
import type { Back, Slope } from "../slope.ts"
import { unbroadcast } from "./broadcast.ts"

/** Of an operation with one input. */
const unary =
  (slope: (at: Back, x: Output, y: Output) => Output): Slope =>
  at => {
    const [[name, x]] = Object.entries(at.inputs) as [[string, Traced]]
    return { [name]: slope(at, x.output, at.outputs[0]!.output) }
  }

/** By TensorFlow's own operation for it, which takes the outcome and its slope. */
const ofOutcome = (type: string): Slope => unary(({ emit, dy }, _, y) => emit.op(type, [y, dy]))

/** Of an operation of two, each of which may have been broadcast; computed where it is wanted. */
const binary =
  (a: (at: Back, a: Output, b: Output) => Output, b: (at: Back, a: Output, b: Output) => Output): Slope =>
  at => {
    const { emit, inputs, outputs, wants } = at
    const [one, two] = [inputs.a!, inputs.b!]
    const of = (make: typeof a, input: typeof one) =>
      unbroadcast(emit, make(at, one.output, two.output), outputs[0]!.shape, input)
    return { a: wants("a") ? of(a, one) : undefined, b: wants("b") ? of(b, two) : undefined }
  }

const same = ({ dy }: Back): Output => dy

/** Where the outcome is zero nothing passes; after a pooling that has seen to it, all does. */
export const rectified = (at: Back, dy: Output): Output =>
  at.closed(dy) ? dy : at.emit.op("ReluGrad", [dy, at.outputs[0]!.output])

export const elementwiseSlopes: Record<string, Slope> = {
  Add: binary(same, same),
  Sub: binary(same, ({ emit, dy }) => emit.op("Neg", [dy])),
  Multiply: binary(
    ({ emit, dy }, _, b) => emit.op("Mul", [dy, b]),
    ({ emit, dy }, a) => emit.op("Mul", [dy, a]),
  ),
  RealDiv: binary(
    ({ emit, dy }, _, b) => emit.op("RealDiv", [dy, b]),
    ({ emit, dy, outputs }, _, b) =>
      emit.op("Neg", [emit.op("RealDiv", [emit.op("Mul", [dy, outputs[0]!.output]), b])]),
  ),
  AddN: ({ inputs, dy }) => Object.fromEntries(Object.keys(inputs).map(name => [name, dy])),
  Neg: unary(({ emit, dy }) => emit.op("Neg", [dy])),
  Exp: unary(({ emit, dy }, _, y) => emit.op("Mul", [dy, y])),
  Log: unary(({ emit, dy }, x) => emit.op("RealDiv", [dy, x])),
  Square: unary(({ emit, dy }, x) => emit.op("Mul", [dy, emit.op("Mul", [x, emit.float(2)])])),
  Sqrt: ofOutcome("SqrtGrad"),
  Rsqrt: ofOutcome("RsqrtGrad"),
  Tanh: ofOutcome("TanhGrad"),
  Sigmoid: ofOutcome("SigmoidGrad"),
  Relu: unary(at => rectified(at, at.dy)),
  Elu: unary(({ emit, dy }, _, y) => emit.op("EluGrad", [dy, y])),
  Selu: unary(({ emit, dy }, _, y) => emit.op("SeluGrad", [dy, y])),
  Softplus: unary(({ emit, dy }, x) => emit.op("SoftplusGrad", [dy, x])),
  /** Between its bounds a value is its own outcome. */
  ClipByValue: unary(({ emit, dy }, x, y) => emit.op("SelectV2", [emit.op("Equal", [x, y]), dy, emit.float(0)])),
}
