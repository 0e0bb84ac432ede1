import type { Kernel } from "../emit.ts"

/** Normalisation with given means and variances. */
export const normalisations: Record<string, Kernel> = {
  FusedBatchNorm: (emit, { x, mean, variance, offset, scale }, { varianceEpsilon }) => {
    const epsilon: number = varianceEpsilon ?? 1e-3
    const channels = [mean, variance, offset, scale]
    const fused =
      !emit.derived && !emit.small && x!.shape.length === 4 && channels.every(part => part?.shape.length === 1)
    if (fused) {
      return emit.op(
        "FusedBatchNormV3",
        [x, scale, offset, mean, variance].map(part => part!.output),
        {
          epsilon: { float: epsilon },
          is_training: { bool: false },
        },
      )
    }
    const slope = emit.op("Rsqrt", [emit.op("AddV2", [variance!.output, emit.float(epsilon)])])
    const factor = scale === undefined ? slope : emit.op("Mul", [slope, scale.output])
    const result = emit.op("Mul", [emit.op("Sub", [x!.output, mean!.output]), factor])
    return offset === undefined ? result : emit.op("AddV2", [result, offset.output])
  },
  LRN: (emit, { x }, { depthRadius, bias, alpha, beta }) =>
    emit.op("LRN", [x!.output], {
      depth_radius: { int: depthRadius ?? 5 },
      bias: { float: bias ?? 1 },
      alpha: { float: alpha ?? 1 },
      beta: { float: beta ?? 0.5 },
    }),
}
