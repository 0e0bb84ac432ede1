import type { Output } from "../../../native/index.ts"
import { type Emit, type Kernel, type Settings, sizeOf, type Traced } from "../emit.ts"
import { activated } from "./activation.ts"

/** Matrix products. One pair of matrices goes to MatMul, whose kernels are the fastest; more go to BatchMatMulV2. */
export const products: Record<string, Kernel> = {
  BatchMatMul: (emit, { a, b }, settings) => product(emit, a!, b!, settings, result => result),
  _FusedMatMul: (emit, { a, b, bias, preluActivationWeights }, settings) =>
    product(emit, a!, b!, settings, result => {
      if (bias === undefined) return activated(emit, result, settings, preluActivationWeights)
      const summed = emit.op(bias.shape.length === 1 ? "BiasAdd" : "AddV2", [result, bias.output])
      return activated(emit, summed, settings, preluActivationWeights)
    }),
  Einsum: (emit, inputs, { equation }) =>
    emit.op("Einsum", [Object.values(inputs).map(({ output }) => output)], { equation: { text: equation! } }),
}

/** `finish` is what comes after the product; it sees one matrix where there is only one, so that TensorFlow can fuse it. */
function product(emit: Emit, a: Traced, b: Traced, settings: Settings, finish: (result: Output) => Output): Output {
  const [transposeA, transposeB] = [settings.transposeA ?? false, settings.transposeB ?? false]
  const outer = [...a.shape.slice(0, -2), ...b.shape.slice(0, -2)]
  if (sizeOf(outer) !== 1) {
    const how = { adj_x: { bool: transposeA }, adj_y: { bool: transposeB } }
    return finish(emit.op("BatchMatMulV2", [a.output, b.output], how))
  }
  const matrix = (value: Traced) => emit.reshape(value, value.shape.slice(-2))
  const result = emit.op("MatMul", [matrix(a), matrix(b)], {
    transpose_a: { bool: transposeA },
    transpose_b: { bool: transposeB },
  })
  const size = [a.shape.at(transposeA ? -1 : -2)!, b.shape.at(transposeB ? -2 : -1)!]
  const rank = Math.max(a.shape.length, b.shape.length)
  const shape = [...Array.from({ length: rank - 2 }, () => 1), ...size]
  return emit.reshape({ output: finish(result), shape: size, dtype: "float32" }, shape)
}
