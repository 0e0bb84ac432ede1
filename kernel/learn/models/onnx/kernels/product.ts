import { elementTypes } from "../graph.ts"
import { activate, attr, numbers, type OnnxKernel, type Place } from "./kernel.ts"

/** The last two axes the other way round, where that is asked for. */
function turned(place: Place, name: "a" | "b", turn: boolean): string {
  const { graph, inputs, given } = place
  if (!turn) return inputs[name]!
  const axes = given[name]!.shape.map((_, i) => i)
  const perm = [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]
  return graph.op("Transpose", [inputs[name]!], { perm })
}

const product: OnnxKernel = place => {
  const { graph, inputs } = place
  const [a, b] = [turned(place, "a", attr(place, "transposeA")), turned(place, "b", attr(place, "transposeB"))]
  const values = graph.op("MatMul", [a, b])
  return activate(place, inputs.bias === undefined ? values : graph.op("Add", [values, inputs.bias]))
}

const reduced =
  (type: string): OnnxKernel =>
  place => {
    const { graph, inputs, given } = place
    const said = attr<unknown>(place, "axis") ?? attr<unknown>(place, "reductionIndices")
    const axes = said == null ? given.x!.shape.map((_, i) => i) : numbers(said)
    if (axes.length === 0) return graph.op("Identity", [inputs.x!])
    return graph.op(type, [inputs.x!, graph.ints(axes)], { keepdims: attr(place, "keepDims") === true ? 1 : 0 })
  }

/** Of truth values, which ONNX reduces as numbers only. */
const logical =
  (type: string): OnnxKernel =>
  place => {
    const { graph, inputs } = place
    const whole = graph.op("Cast", [inputs.x!], { to: elementTypes.int32 })
    const found = reduced(type)({ ...place, inputs: { ...inputs, x: whole } })
    return graph.op("Cast", [String(found)], { to: elementTypes.bool })
  }

export const products: Readonly<Record<string, OnnxKernel>> = {
  BatchMatMul: product,
  _FusedMatMul: product,
  Einsum: place => place.graph.op("Einsum", Object.values(place.inputs), { equation: attr<string>(place, "equation") }),
  Mean: reduced("ReduceMean"),
  Sum: reduced("ReduceSum"),
  Max: reduced("ReduceMax"),
  Min: reduced("ReduceMin"),
  Prod: reduced("ReduceProd"),
  All: logical("ReduceMin"),
  Any: logical("ReduceMax"),
  ArgMax: place => {
    const found = place.graph.op("ArgMax", [place.inputs.x!], { axis: numbers(attr(place, "axis"))[0]!, keepdims: 0 })
    return place.graph.op("Cast", [found], { to: elementTypes.int32 })
  },
}
