import { randomFrom } from "../../kernel/learn/random.ts"
import { type Core, tf } from "../../kernel/learn/tf.ts"

type T = Core.Tensor
type Op = (a: T, b: T) => T | T[]

const unary =
  "abs asin asinh atan ceil cos cosh elu erf exp expm1 floor isFinite isInf isNaN log1p logSigmoid neg relu relu6 round selu"
const unary2 =
  "sigmoid sign sin sinh softplus sqrt square step tan tanh zerosLike onesLike reciprocal rsqrt log acosh softmax logSoftmax"
const binary =
  "add sub mul div maximum minimum squaredDifference pow atan2 equal notEqual greater greaterEqual less lessEqual"
const reductions = "sum mean max min prod argMax argMin"

const method = (name: string) => (tf as unknown as Record<string, (...inputs: unknown[]) => T>)[name]!
const named = (names: string, make: (name: string) => Op): Record<string, Op> =>
  Object.fromEntries(names.split(" ").map(name => [name, make(name)]))

/** Operations over a [3, 4] and b [4] of numbers between −1 and 1; `positive` ones are shifted above 1. */
export const ops: Record<string, Op> = {
  ...named(unary, name => a => method(name)(a)),
  ...named(unary2, name => a => method(name)(tf.add(a, 2))),
  ...named(binary, name => (a, b) => method(name)(tf.add(a, 2), b)),
  ...named(reductions, name => a => method(name)(a, 1)),
  "reductions of all, kept": a => [tf.sum(a), tf.max(a, 0, true), tf.mean(a, [0, 1], true), tf.prod(a)],
  "all, any, not": (a, b) => [
    tf.all(tf.greater(a, -2), 1),
    tf.any(tf.greater(a, b), 0),
    tf.logicalNot(tf.logicalAnd(tf.greater(a, 0), tf.logicalOr(tf.less(b, 0), tf.less(a, 0.5)))),
  ],
  "integer division and remainder": a => [tf.floorDiv(tf.mul(a, 9), 4), tf.mod(tf.mul(a, 9), 4)],
  clip: a => tf.clipByValue(a, -0.3, 0.4),
  "leaky relu, prelu": (a, b) => [tf.leakyRelu(a, 0.3), tf.prelu(a, b)],
  "add of many": a => tf.addN([a, a, tf.neg(tf.square(a))]),
  where: (a, b) => tf.where(tf.greater(a, 0), a, tf.mul(a, b)),
  casts: a => [tf.cast(tf.mul(a, 5), "int32"), tf.cast(a, "bool"), tf.cast(tf.cast(tf.mul(a, 5), "int32"), "float32")],
  cumulated: a => [tf.cumsum(a, 1), tf.cumsum(a, 0, true, true), tf.cumprod(a, 1)],
  "softmax of another axis": a => tf.softmax(tf.transpose(a)),
  "top k": a => {
    const { values, indices } = tf.topk(a, 2)
    return [values, indices]
  },
  segments: a => tf.unsortedSegmentSum(a, tf.tensor1d([1, 0, 1], "int32"), 2),
  "reshape, expand, squeeze": a => [tf.reshape(a, [2, -1]), tf.expandDims(a, 1), tf.squeeze(tf.expandDims(a, 0))],
  "transpose, reverse, tile": a => [tf.transpose(a), tf.reverse(a, 1), tf.reverse(a), tf.tile(a, [2, 1])],
  broadcast: (_a, b) => tf.broadcastTo(b, [3, 4]),
  slices: a => [
    tf.slice(a, [1, 0], [2, -1]),
    tf.stridedSlice(a, [0, 0], [3, 4], [2, 1]),
    tf.stridedSlice(a, [0, 3], [3, 0], [1, -2], 0, 0, 0, 0, 0),
    tf.stridedSlice(a, [1], [2], [1], 0, 0, 0, 0, 1),
  ],
  "concat, stack, unstack": (a, b) => [
    tf.concat([a, a], 1),
    tf.stack([a, a], 1),
    ...tf.unstack(a, 1),
    tf.stack([b, b]),
  ],
  split: a => [...tf.split(a, 2, 1), ...tf.split(a, [1, -1], 0)],
  pads: a => [
    tf.pad(
      a,
      [
        [1, 0],
        [0, 2],
      ],
      7,
    ),
    tf.mirrorPad(
      a,
      [
        [1, 1],
        [0, 1],
      ],
      "reflect",
    ),
  ],
  gathers: a => [
    tf.gather(a, tf.tensor1d([2, 0], "int32"), 0),
    tf.gather(a, tf.tensor2d([[1], [3]], [2, 1], "int32"), 1),
    tf.gatherND(
      a,
      tf.tensor2d(
        [
          [0, 1],
          [2, 3],
        ],
        [2, 2],
        "int32",
      ),
    ),
  ],
  "one hot": a => [tf.oneHot(tf.argMax(a, 1), 4), tf.oneHot(tf.argMax(a, 1), 4, 5, -1, "float32")],
  "fill, range, linspace": () => [
    tf.fill([2, 2], 3),
    tf.range(0, 5, 2),
    tf.linspace(0, 1, 5),
    tf.range(4, 0, -1, "int32"),
  ],
  "space and batch": a => {
    const image = tf.reshape(tf.concat([a, a, a, a]), [1, 4, 4, 3])
    const parts = tf.spaceToBatchND(
      image,
      [2, 2],
      [
        [0, 0],
        [0, 0],
      ],
    )
    return [
      parts,
      tf.batchToSpaceND(
        parts,
        [2, 2],
        [
          [0, 1],
          [0, 0],
        ],
      ),
    ]
  },
  "depth to space": a => tf.depthToSpace(tf.reshape(a, [1, 1, 3, 4]), 2),
  "matrix products": (a, b) => [
    tf.matMul(a, a, false, true),
    tf.matMul(a, a, true),
    tf.dot(a, b),
    tf.matMul(tf.stack([a, a]), tf.stack([tf.transpose(a), tf.transpose(a)])),
    tf.outerProduct(b as Core.Tensor1D, b as Core.Tensor1D),
  ],
  "fused product": (a, b) => tf.fused.matMul({ a: tf.transpose(a), b: a, bias: b, activation: "relu" }),
  einsum: a => tf.einsum("ij,kj->ik", a, a),
  resize: a => {
    const image = tf.reshape(a, [1, 2, 2, 3]) as Core.Tensor4D
    return [
      tf.image.resizeBilinear(image, [4, 3]),
      tf.image.resizeBilinear(image, [4, 4], true),
      tf.image.resizeNearestNeighbor(image, [4, 4]),
      tf.image.resizeBilinear(image, [4, 4], false, true),
    ]
  },
  "three dimensions": a => {
    const volume = tf.reshape(tf.concat([a, a]), [1, 2, 2, 2, 3]) as Core.Tensor5D
    const filter = tf.reshape(tf.concat([a, a]), [1, 2, 2, 3, 2]) as Core.Tensor5D
    return [
      tf.conv3d(volume, filter, 1, "same"),
      tf.maxPool3d(volume, 2, 1, "valid"),
      tf.avgPool3d(volume, 2, 1, "same"),
    ]
  },
  "convolutions with explicit padding": a => {
    const image = tf.reshape(a, [1, 2, 2, 3]) as Core.Tensor4D
    const filter = tf.reshape(a, [2, 2, 3, 1]) as Core.Tensor4D
    return [
      tf.conv2d(image, filter, 1, 1, "NHWC", 1, "floor"),
      tf.conv2d(image, filter, 1, [
        [0, 0],
        [1, 0],
        [0, 2],
        [0, 0],
      ]),
      tf.depthwiseConv2d(image, filter, 1, "same"),
      tf.conv2dTranspose(tf.reshape(tf.sum(image, 3), [1, 2, 2, 1]) as Core.Tensor4D, filter, [1, 4, 4, 3], 2, "same"),
    ]
  },
  "acos, atanh, broadcast": (a, b) => [tf.acos(a), tf.atanh(a), tf.broadcastTo(b, [3, 4])],
  pools: a => {
    const image = tf.reshape(tf.concat([a, a]), [1, 4, 3, 2]) as Core.Tensor4D
    return [
      tf.maxPool(image, 2, 1, "same"),
      tf.avgPool(image, 2, 2, "valid"),
      tf.avgPool(image, [3, 2], 1, "same"),
      tf.maxPool(image, 2, 2, "valid"),
    ]
  },
  "fused convolutions": a => {
    const x = tf.reshape(a, [1, 2, 2, 3]) as Core.Tensor4D
    const filter = tf.reshape(a, [2, 2, 3, 1]) as Core.Tensor4D
    const wide = tf.tensor1d([0.1, -0.2, 0.3])
    return [
      tf.fused.conv2d({ x, filter, strides: 1, pad: "same", bias: tf.tensor1d([0.1]), activation: "relu" }),
      tf.fused.depthwiseConv2d({ x, filter, strides: 1, pad: "same", bias: wide, activation: "elu" }),
    ]
  },
  normalisations: (a, b) => [
    tf.batchNorm(
      a as Core.Tensor2D,
      b as Core.Tensor1D,
      tf.square(b) as Core.Tensor1D,
      b as Core.Tensor1D,
      b as Core.Tensor1D,
    ),
    tf.localResponseNormalization(tf.reshape(a, [1, 2, 2, 3]) as Core.Tensor4D),
  ],
}

/** Slopes of sums of squares, so that what flows back differs from place to place. */
const slope =
  (make: (x: T) => T): Op =>
  a =>
    tf.grad(x => tf.sum(tf.square(make(x))))(a)

/** Slopes, which TensorFlow.js finds by kernels of their own. */
export const slopes: Record<string, Op> = {
  "of elu and logSoftmax": a => [slope(x => tf.elu(x))(a, a), slope(x => tf.logSoftmax(x))(a, a)].flat(),
  "of pools": a =>
    [
      slope(x => tf.maxPool(tf.reshape(x, [1, 4, 3, 1]) as Core.Tensor4D, 2, 1, "same"))(a, a),
      slope(x => tf.avgPool(tf.reshape(x, [1, 4, 3, 1]) as Core.Tensor4D, 2, 2, "valid"))(a, a),
    ].flat(),
  "of convolutions": a =>
    [tf.conv2d, tf.depthwiseConv2d].flatMap(convolve => {
      const image = tf.reshape(a, [1, 2, 2, 3]) as Core.Tensor4D
      const filter = tf.reshape(a, [2, 2, 3, 1]) as Core.Tensor4D
      return [
        slope(x => convolve(tf.reshape(x, [1, 2, 2, 3]) as Core.Tensor4D, filter, 1, "same"))(a, a),
        slope(x => convolve(image, tf.reshape(x, [2, 2, 3, 1]) as Core.Tensor4D, 1, "same"))(a, a),
      ].flat()
    }),
}

const numbers = (shape: number[], seed: number) => {
  const random = randomFrom(seed)
  return Float32Array.from({ length: shape.reduce((x, y) => x * y, 1) }, () => random() * 2 - 1)
}
export const [aValues, bValues] = [numbers([3, 4], 1), numbers([4], 2)]
