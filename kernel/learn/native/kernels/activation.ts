import type { Output } from "../../../native/index.ts"
import { type Emit, NotCompilable, type Settings, type Traced } from "../emit.ts"
import { elementwise } from "./elementwise.ts"

const kernels: Record<string, string> = {
  relu: "Relu",
  relu6: "Relu6",
  elu: "Elu",
  sigmoid: "Sigmoid",
  leakyrelu: "LeakyRelu",
  prelu: "Prelu",
}

/** The activation at the end of a fused operation of TensorFlow.js. */
export function activated(emit: Emit, output: Output, settings: Settings, alpha?: Traced): Output {
  const name = (settings.activation as string | undefined) ?? "linear"
  if (name === "linear") return output
  const kernel = elementwise[kernels[name] ?? ""]
  if (kernel === undefined) throw new NotCompilable(`it uses the activation ${name} in a fused operation`)
  const x: Traced = { output, shape: [], dtype: "float32" }
  const inputs: Record<string, Traced> = alpha === undefined ? { x } : { x, alpha }
  return kernel(emit, inputs, { alpha: settings.leakyreluAlpha }) as Output
}
