import type { Settings, Traced } from "../emit.ts"
import { isDilated, poolOf, windowOf } from "../kernels/convolve.ts"
import type { Slope } from "../slope.ts"
import { beforeActivation, fromRelu, hasActivation } from "./activation.ts"
import { unbroadcast } from "./broadcast.ts"

const convolution =
  (type: string) =>
  (settings: Settings): Slope | undefined => {
    if (isDilated(settings) || !hasActivation(settings)) return undefined
    return at => {
      const { emit, inputs, outputs, wants } = at
      const [x, filter] = [inputs.x!, inputs.filter!]
      const dy = beforeActivation(at)
      const { dilations: _none, ...window } = windowOf(settings)
      const sized = ({ shape }: Traced) => emit.ints(shape)
      return {
        bias: wants("bias") ? unbroadcast(emit, dy, outputs[0]!.shape, inputs.bias!) : undefined,
        x: wants("x") ? emit.op(`${type}BackpropInput`, [sized(x), filter.output, dy], window) : undefined,
        filter: wants("filter") ? emit.op(`${type}BackpropFilter`, [x.output, sized(filter), dy], window) : undefined,
      }
    }
  }

export const convolutionSlopes: Record<string, (settings: Settings) => Slope | undefined> = {
  Conv2D: convolution("Conv2D"),
  FusedConv2D: convolution("Conv2D"),
  DepthwiseConv2dNative: convolution("DepthwiseConv2dNative"),
  FusedDepthwiseConv2D: convolution("DepthwiseConv2dNative"),
  /**
   * Of the outcome of a relu: what the relu closes is closed here, where there is least of it. A largest value of zero
   * passes nothing on, and what passes goes to where the relu is open.
   */
  MaxPool: settings => at => {
    const { emit, inputs, outputs, dy, maker, close } = at
    const [x, y] = [inputs.x!, outputs[0]!]
    const before = maker(x)
    const rectified = before !== undefined && fromRelu(before)
    const open = rectified ? emit.op("ReluGrad", [dy, y.output]) : dy
    const slope = emit.op("MaxPoolGrad", [x.output, y.output, open], poolOf(settings))
    if (rectified) close(slope)
    return { x: slope }
  },
  AvgPool:
    settings =>
    ({ emit, inputs, dy }) => ({
      x: emit.op("AvgPoolGrad", [emit.ints(inputs.x!.shape), dy], poolOf(settings)),
    }),
}
