import { sizeOf, type Traced } from "../emit.ts"
import type { Back, Slope } from "../slope.ts"
import { broadcast } from "./broadcast.ts"

/** The axes that a reduction goes over, from 0. */
function axesOf({ settings }: Back, { shape }: Traced): number[] {
  const named = (settings.axis ?? settings.reductionIndices) as unknown as number | number[] | null | undefined
  const given = named ?? shape.map((_, i) => i)
  return [given].flat().map(axis => (axis < 0 ? axis + shape.length : axis))
}

const last = (axis: number | undefined, { shape }: Traced): boolean =>
  axis === undefined || axis === -1 || axis === shape.length - 1

export const reduceSlopes: Record<string, Slope> = {
  Sum: at => ({ x: broadcast(at.emit, at.dy, axesOf(at, at.inputs.x!), at.inputs.x!) }),
  Mean: at => {
    const { emit, inputs, outputs, dy } = at
    const share = emit.float(sizeOf(outputs[0]!.shape) / sizeOf(inputs.x!.shape))
    return { x: broadcast(emit, emit.op("Mul", [dy, share]), axesOf(at, inputs.x!), inputs.x!) }
  },
}

/** Softmaxes along the last axis; along another there is none here. */
export const alongLastSlopes: Record<string, (axis: number | undefined, input: Traced) => Slope | undefined> = {
  Softmax: (axis, input) => (last(axis, input) ? softmax : undefined),
  LogSoftmax: (axis, input) => (last(axis, input) ? logSoftmax : undefined),
}

const softmax: Slope = ({ emit, outputs, dy }) => {
  const y = outputs[0]!.output
  const sum = emit.op("Sum", [emit.op("Mul", [dy, y]), emit.ints([-1])], { keep_dims: { bool: true } })
  return { logits: emit.op("Mul", [emit.op("Sub", [dy, sum]), y]) }
}

const logSoftmax: Slope = ({ emit, outputs, dy }) => {
  const sum = emit.op("Sum", [dy, emit.ints([-1])], { keep_dims: { bool: true } })
  return { logits: emit.op("Sub", [dy, emit.op("Mul", [emit.op("Exp", [outputs[0]!.output]), sum])]) }
}
