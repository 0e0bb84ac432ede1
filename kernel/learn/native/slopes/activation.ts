import type { Output } from "../../../native/index.ts"
import type { Settings } from "../emit.ts"
import type { Back } from "../slope.ts"
import { rectified } from "./elementwise.ts"

const known: Record<string, (at: Back) => Output> = {
  linear: ({ dy }) => dy,
  relu: at => rectified(at, at.dy),
  relu6: ({ emit, dy, outputs }) => emit.op("Relu6Grad", [dy, outputs[0]!.output]),
  elu: ({ emit, dy, outputs }) => emit.op("EluGrad", [dy, outputs[0]!.output]),
  sigmoid: ({ emit, dy, outputs }) => emit.op("SigmoidGrad", [outputs[0]!.output, dy]),
}

const nameOf = ({ activation }: Settings): string => (activation as string | undefined) ?? "linear"

/** Is there a slope of the activation at the end of a fused operation? */
export const hasActivation = (settings: Settings): boolean => nameOf(settings) in known

/** The slope before the activation at the end of a fused operation, from its outcome alone: what was before need not be kept. */
export const beforeActivation = (at: Back): Output => known[nameOf(at.settings)]!(at)

/** Is a value, wherever it is not zero, what it was before a relu? */
export const fromRelu = ({ type, settings }: { type: string; settings: Settings }): boolean =>
  type === "Relu" || nameOf(settings) === "relu"
