import type { Output } from "../../../native/index.ts"
import { type Emit, type Settings, sizeOf, type Traced } from "../emit.ts"
import type { Slope } from "../slope.ts"
import { beforeActivation, hasActivation } from "./activation.ts"
import { unbroadcast } from "./broadcast.ts"

interface Factor {
  value: Traced
  transposed: boolean
}

const outerOf = ({ shape }: Traced): readonly number[] => shape.slice(0, -2)
const single = (...values: Traced[]): boolean => values.every(value => sizeOf(outerOf(value)) === 1)

/** A product in the shape of `like`, summed over what `like` was broadcast along. */
function product(emit: Emit, a: Factor, b: Factor, like: Traced): Output {
  if (single(a.value, b.value)) {
    const matrix = ({ value }: Factor) => emit.reshape(value, value.shape.slice(-2))
    const output = emit.op("MatMul", [matrix(a), matrix(b)], {
      transpose_a: { bool: a.transposed },
      transpose_b: { bool: b.transposed },
    })
    return emit.reshape({ output, shape: like.shape.slice(-2), dtype: "float32" }, like.shape)
  }
  const how = { adj_x: { bool: a.transposed }, adj_y: { bool: b.transposed } }
  const output = emit.op("BatchMatMulV2", [a.value.output, b.value.output], how)
  const [one, two] = [outerOf(a.value), outerOf(b.value)]
  const rank = Math.max(one.length, two.length)
  const outer = Array.from({ length: rank }, (_, i) =>
    Math.max(one[i - rank + one.length] ?? 1, two[i - rank + two.length] ?? 1),
  )
  return unbroadcast(emit, output, [...outer, ...like.shape.slice(-2)], like)
}

const factor = (value: Traced, transposed: boolean): Factor => ({ value, transposed })

/** C = A·B, each of A and B perhaps transposed. */
const factors: Slope = ({ emit, inputs, outputs, settings, dy, wants }) => {
  const [a, b] = [inputs.a!, inputs.b!]
  const [ta, tb] = [settings.transposeA ?? false, settings.transposeB ?? false]
  const d: Traced = { output: dy, shape: outputs[0]!.shape, dtype: "float32" }
  return {
    a: wants("a")
      ? ta
        ? product(emit, factor(b, tb), factor(d, true), a)
        : product(emit, factor(d, false), factor(b, !tb), a)
      : undefined,
    b: wants("b")
      ? tb
        ? product(emit, factor(d, true), factor(a, ta), b)
        : product(emit, factor(a, !ta), factor(d, false), b)
      : undefined,
  }
}

export const productSlopes: Record<string, (settings: Settings) => Slope | undefined> = {
  BatchMatMul: () => factors,
  _FusedMatMul: settings =>
    hasActivation(settings)
      ? at => {
          const { emit, inputs, outputs, wants } = at
          const dy = beforeActivation(at)
          const bias = wants("bias") ? unbroadcast(emit, dy, outputs[0]!.shape, inputs.bias!) : undefined
          return { ...factors({ ...at, dy }), bias }
        }
      : undefined,
}
