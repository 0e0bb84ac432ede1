import type * as Core from "@tensorflow/tfjs-core"

type Operation = (...parameters: unknown[]) => unknown
type Receiver = Core.Tensor & { throwIfDisposed(): void }

/** Operations that are methods of a tensor under their own name: `x.add(y)` is `tf.add(x, y)`. */
const sameName =
  `abs acos acosh add all any argMax argMin asin asinh atan atan2 atanh avgPool batchToSpaceND batchNorm broadcastTo cast
  ceil clipByValue conv1d conv2d conv2dTranspose cos cosh cumprod cumsum depthToSpace depthwiseConv2d dilation2d div divNoNan dot
  elu equal erf euclideanNorm exp expandDims expm1 floor floorDiv gather greater greaterEqual isFinite isInf isNaN leakyRelu
  less lessEqual localResponseNormalization log log1p logSigmoid logSoftmax logSumExp logicalAnd logicalNot logicalOr logicalXor
  matMul max maxPool maximum mean min minimum mirrorPad mod mul neg norm notEqual oneHot onesLike pad pool pow prelu prod reciprocal
  relu relu6 reshape reverse round rsqrt selu separableConv2d sigmoid sign sin sinh slice softmax softplus
  spaceToBatchND split sqrt square squaredDifference squeeze step stridedSlice sub sum tan tanh tile topk transpose unique
  unsortedSegmentSum unstack zerosLike`.split(/\s+/)

/**
 * Gives tensors the methods that the TypeScript declarations of TensorFlow.js promise. The CommonJS build leaves them out,
 * and the files that add them cannot be loaded by Node.
 */
export function addChainedOperations(core: typeof Core): void {
  const named = core as unknown as Record<string, Operation | undefined>
  const images = core.image as unknown as Record<string, Operation>
  const spectral = core.spectral as unknown as Record<string, Operation>
  const list = (tensors: unknown) => (tensors instanceof core.Tensor ? [tensors] : (tensors as unknown[]))
  const others: Record<string, (tensor: Receiver, ...parameters: unknown[]) => unknown> = {
    as1D: tensor => core.reshape(tensor, [tensor.size]),
    as2D: (tensor, ...shape) => core.reshape(tensor, shape as number[]),
    as3D: (tensor, ...shape) => core.reshape(tensor, shape as number[]),
    as4D: (tensor, ...shape) => core.reshape(tensor, shape as number[]),
    as5D: (tensor, ...shape) => core.reshape(tensor, shape as number[]),
    asScalar: tensor => core.reshape(tensor, []),
    asType: (tensor, dtype) => core.cast(tensor, dtype as Core.DataType),
    toBool: tensor => core.cast(tensor, "bool"),
    toFloat: tensor => core.cast(tensor, "float32"),
    toInt: tensor => core.cast(tensor, "int32"),
    flatten: tensor => core.reshape(tensor, [tensor.size]),
    reshapeAs: (tensor, other) => core.reshape(tensor, (other as Core.Tensor).shape),
    concat: (tensor, others, axis) => core.concat([tensor, ...(list(others) as Core.Tensor[])], axis as number),
    stack: (tensor, others, axis) => core.stack([tensor, ...(list(others) as Core.Tensor[])], axis as number),
    where: (tensor, condition, other) => core.where(condition as Core.Tensor, tensor, other as Core.Tensor),
    resizeBilinear: (tensor, ...rest) => images.resizeBilinear!(tensor, ...rest),
    resizeNearestNeighbor: (tensor, ...rest) => images.resizeNearestNeighbor!(tensor, ...rest),
    fft: tensor => spectral.fft!(tensor),
    ifft: tensor => spectral.ifft!(tensor),
    rfft: tensor => spectral.rfft!(tensor),
    irfft: tensor => spectral.irfft!(tensor),
  }
  const define = (name: string, operation: (tensor: Receiver, ...parameters: unknown[]) => unknown) => {
    if (name in core.Tensor.prototype) return
    const method = function (this: Receiver, ...parameters: unknown[]) {
      this.throwIfDisposed()
      return operation(this, ...parameters)
    }
    Object.defineProperty(core.Tensor.prototype, name, { value: method, writable: true, configurable: true })
  }
  for (const name of sameName) {
    const operation = named[name]
    if (operation !== undefined) define(name, operation)
  }
  for (const [name, operation] of Object.entries(others)) define(name, operation)
}
