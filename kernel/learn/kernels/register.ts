import type * as Core from "@tensorflow/tfjs-core"
import type { KernelFunc, NamedTensorInfoMap, TensorInfo } from "@tensorflow/tfjs-core"
import { convolve, filterGradient, imageGradient } from "./convolution.ts"
import { elementwise, relu, step, sumOfRows } from "./elementwise.ts"
import type { Window } from "./geometry.ts"
import { maxPool, maxPoolGradient } from "./pooling.ts"
import { firstTransposed, plain, secondTransposed } from "./product.ts"
import { segmentSum } from "./segments.ts"
import { type CpuBackend, isFloat, sizeOf, valuesOf } from "./values.ts"

type Attributes = Record<string, never | undefined>
/** Undefined: a case that the kernel of TensorFlow.js itself has to take. */
type Kernel = (
  inputs: Record<string, TensorInfo>,
  attributes: Attributes,
  backend: CpuBackend,
) => TensorInfo | undefined

/**
 * Replaces kernels of the cpu backend whose loops call a function with an argument list for each number: the gradients of
 * convolution and max pooling, matrix products, and arithmetic with a repeated operand; and the gradient of embeddings,
 * which goes through all values once for each row of the table. Same results up to float rounding;
 * a case that is not covered here (another dtype, NCHW) goes to the kernel that was there before.
 */
export function registerKernels(core: typeof Core): void {
  for (const [name, kernel] of Object.entries(kernelsFor(core))) {
    const before = core.getKernel(name, "cpu")
    if (before === undefined) continue
    core.unregisterKernel(name, "cpu")
    core.registerKernel({ ...before, kernelFunc: preferring(kernel, before.kernelFunc) })
  }
}

const preferring =
  (kernel: Kernel, before: KernelFunc): KernelFunc =>
  parameters => {
    const inputs = parameters.inputs as NamedTensorInfoMap as Record<string, TensorInfo>
    const attributes = (parameters.attrs as unknown as Attributes | undefined) ?? {}
    return kernel(inputs, attributes, parameters.backend as CpuBackend) ?? before(parameters)
  }

function kernelsFor(core: typeof Core): Record<string, Kernel> {
  const { computeConv2DInfo, computePool2DInfo, convertConv2DDataFormat } = core.backend_util
  const convolution = (imageShape: number[], filterShape: number[], attributes: Attributes): Window | undefined => {
    const { strides, pad, dataFormat, dilations, dimRoundingMode } = attributes
    if (dataFormat !== undefined && convertConv2DDataFormat(dataFormat) !== "channelsLast") return undefined
    const four = (shape: number[]) => shape as [number, number, number, number]
    return computeConv2DInfo(four(imageShape), four(filterShape), strides!, dilations ?? 1, pad!, dimRoundingMode)
  }
  return {
    Conv2D: ({ x, filter }, attributes, backend) => {
      const window = isFloat(x!, filter!) ? convolution(x!.shape, filter!.shape, attributes) : undefined
      if (window === undefined) return undefined
      const values = convolve(window, valuesOf(backend, x!), valuesOf(backend, filter!))
      const { batchSize, outHeight, outWidth, outChannels } = window
      return backend.makeTensorInfo([batchSize, outHeight, outWidth, outChannels], "float32", values)
    },
    Conv2DBackpropFilter: ({ x, dy }, attributes, backend) => {
      const window = isFloat(x!, dy!) ? convolution(x!.shape, attributes.filterShape!, attributes) : undefined
      if (window === undefined) return undefined
      const values = filterGradient(window, valuesOf(backend, x!), valuesOf(backend, dy!))
      return backend.makeTensorInfo(attributes.filterShape!, "float32", values)
    },
    Conv2DBackpropInput: ({ dy, filter }, attributes, backend) => {
      const window = isFloat(dy!, filter!) ? convolution(attributes.inputShape!, filter!.shape, attributes) : undefined
      if (window === undefined) return undefined
      const values = imageGradient(window, valuesOf(backend, filter!), valuesOf(backend, dy!))
      return backend.makeTensorInfo(attributes.inputShape!, "float32", values)
    },
    MaxPoolGrad: ({ dy, input }, { filterSize, strides, pad, dimRoundingMode }, backend) => {
      if (!isFloat(dy!, input!)) return undefined
      const shape = input!.shape as [number, number, number, number]
      const window = computePool2DInfo(shape, filterSize!, strides!, 1, pad!, dimRoundingMode)
      const values = maxPoolGradient(window, valuesOf(backend, input!), valuesOf(backend, dy!))
      return backend.makeTensorInfo(shape, "float32", values)
    },
    MaxPool: ({ x }, { filterSize, strides, pad, dimRoundingMode }, backend) => {
      if (!isFloat(x!)) return undefined
      const shape = x!.shape as [number, number, number, number]
      const window = computePool2DInfo(shape, filterSize!, strides!, 1, pad!, dimRoundingMode)
      const values = maxPool(window, valuesOf(backend, x!))
      return backend.makeTensorInfo(window.outShape, "float32", values)
    },
    Sum: ({ x }, { axis, keepDims }, backend) => {
      const axes = core.util.parseAxisParam(axis ?? x!.shape.map((_, i) => i), x!.shape)
      const leading = axes.every((value, i) => value === i)
      if (!leading || !isFloat(x!) || axes.length === 0) return undefined
      const rest = x!.shape.slice(axes.length)
      const values = sumOfRows(valuesOf(backend, x!), sizeOf(rest))
      return backend.makeTensorInfo(keepDims ? [...axes.map(() => 1), ...rest] : rest, "float32", values)
    },
    UnsortedSegmentSum: ({ x, segmentIds }, { numSegments }, backend) => {
      if (!isFloat(x!) || sizeOf(x!.shape) === 0) return undefined
      const values = segmentSum(valuesOf(backend, x!), valuesOf(backend, segmentIds!), numSegments!)
      return backend.makeTensorInfo([numSegments!, ...x!.shape.slice(segmentIds!.shape.length)], "float32", values)
    },
    Relu: ({ x }, _attributes, backend) =>
      isFloat(x!) ? backend.makeTensorInfo(x!.shape, "float32", relu(valuesOf(backend, x!))) : undefined,
    Step: ({ x }, { alpha }, backend) =>
      isFloat(x!) ? backend.makeTensorInfo(x!.shape, "float32", step(valuesOf(backend, x!), alpha ?? 0)) : undefined,
    BatchMatMul: ({ a, b }, { transposeA, transposeB }, backend) => product(a!, b!, transposeA!, transposeB!, backend),
    ...Object.fromEntries(Object.keys(elementwise).map(name => [name, arithmetic(name as keyof typeof elementwise)])),
  }
}

function product(a: TensorInfo, b: TensorInfo, transposeA: boolean, transposeB: boolean, backend: CpuBackend) {
  if ((transposeA && transposeB) || !isFloat(a, b) || a.shape.length !== b.shape.length) return undefined
  const rank = a.shape.length
  const outer = a.shape.slice(0, -2)
  if (outer.some((size, axis) => size !== b.shape[axis])) return undefined
  const rows = a.shape[rank - (transposeA ? 1 : 2)]!
  const inner = a.shape[rank - (transposeA ? 2 : 1)]!
  const columns = b.shape[rank - (transposeB ? 2 : 1)]!
  const multiply = transposeA ? firstTransposed : transposeB ? secondTransposed : plain
  const [left, right] = [valuesOf(backend, a), valuesOf(backend, b)]
  const values = new Float32Array(sizeOf(outer) * rows * columns)
  for (let i = 0; i < sizeOf(outer); i++) {
    multiply({ rows, inner, columns }, left, i * rows * inner, right, i * inner * columns, values, i * rows * columns)
  }
  return backend.makeTensorInfo([...outer, rows, columns], "float32", values)
}

const arithmetic =
  (name: keyof typeof elementwise): Kernel =>
  ({ a, b }, _attributes, backend) => {
    if (!isFloat(a!, b!)) return undefined
    const { run, commutes } = elementwise[name]
    const [long, short] = commutes && b!.shape.length > a!.shape.length ? [b!, a!] : [a!, b!]
    if (!repeats(short.shape, long.shape)) return undefined
    const values = new Float32Array(sizeOf(long.shape))
    run(valuesOf(backend, long), valuesOf(backend, short), values)
    return backend.makeTensorInfo(long.shape, "float32", values)
  }

/** Is the short shape the end of the long one (so that the values simply repeat)? An empty tensor does not count. */
const repeats = (short: number[], long: number[]): boolean => {
  const offset = long.length - short.length
  return offset >= 0 && short.every((size, axis) => size > 0 && size === long[offset + axis])
}
