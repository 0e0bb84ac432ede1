import { NotMapped } from "../layers/settings.ts"
import { activation } from "./parts.ts"
import { tensorSchema } from "./schema.ts"

/** A function of keras.ops in a functional model, as the layer that computes it: `x + y`, `2 * x`, `keras.ops.relu(x)`. */
export interface Operation {
  className: string
  config: Record<string, unknown>
}

const isTensor = (value: unknown): boolean => tensorSchema.safeParse(value).success

const pairs: Readonly<Record<string, { layer: string; with?(number: number, second: boolean): object | undefined }>> = {
  Add: { layer: "Add", with: number => ({ scale: 1, offset: number }) },
  Subtract: {
    layer: "Subtract",
    with: (number, second) => (second ? { scale: 1, offset: -number } : { scale: -1, offset: number }),
  },
  Multiply: { layer: "Multiply", with: number => ({ scale: number, offset: 0 }) },
  Divide: { layer: "KaonDivide", with: (number, second) => (second ? { scale: 1 / number, offset: 0 } : undefined) },
  TrueDivide: {
    layer: "KaonDivide",
    with: (number, second) => (second ? { scale: 1 / number, offset: 0 } : undefined),
  },
  Maximum: { layer: "Maximum" },
  Minimum: { layer: "Minimum" },
}

const functions: Readonly<Record<string, string>> = {
  Relu: "relu",
  Relu6: "relu6",
  Sigmoid: "sigmoid",
  Tanh: "tanh",
  Softplus: "softplus",
  Softsign: "softsign",
  Silu: "silu",
  HardSigmoid: "hard_sigmoid",
  HardSilu: "hard_silu",
  Elu: "elu",
  Selu: "selu",
  Exp: "exponential",
  LogSigmoid: "log_sigmoid",
}

/** Throws NotMapped for a function that no layer here computes. */
export function operationOf(className: string, config: Record<string, unknown>, args: readonly unknown[]): Operation {
  const name = config.name
  const pair = pairs[className]
  if (pair !== undefined && args.length === 2) {
    const [first, second] = args
    if (isTensor(first) && isTensor(second)) return { className: pair.layer, config: { name } }
    const [number, isSecond] = isTensor(first) ? [second, true] : [first, false]
    const settings = typeof number === "number" ? pair.with?.(number, isSecond) : undefined
    if (settings !== undefined) return { className: "Rescaling", config: { name, ...settings } }
  }
  const alone = functions[className]
  if (alone !== undefined && args.length === 1)
    return { className: "Activation", config: { name, activation: activation(alone) } }
  if (className === "Gelu" && args.length === 1)
    return { className: "Activation", config: { name, activation: config.approximate === false ? "gelu" : "geluTanh" } }
  throw new NotMapped(`keras.ops has ${className}, which no layer here computes in this way`)
}
