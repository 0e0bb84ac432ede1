import { elementType, elementTypes, type OnnxAttribute } from "../graph.ts"
import { attr, type OnnxKernel, type Place } from "./kernel.ts"

const pair =
  (type: string): OnnxKernel =>
  ({ graph, inputs }) =>
    graph.op(type, [inputs.a!, inputs.b!])

const one =
  (type: string, attributes: (place: Place) => Record<string, OnnxAttribute> = () => ({})): OnnxKernel =>
  place =>
    place.graph.op(type, [place.inputs.x ?? place.inputs.logits!], attributes(place))

const plain = Object.fromEntries(
  "Abs Neg Exp Log Sqrt Erf Tanh Sigmoid Relu Elu Softplus Reciprocal Floor Ceil Round Sign Sin Cos Tan Identity LogicalNot:Not IsNan:IsNaN"
    .split(" ")
    .map(names => names.split(":") as [string, string?])
    .map(([ours, theirs = ours]) => [ours, one(theirs)]),
)

const pairs = Object.fromEntries(
  "Add Sub Multiply:Mul RealDiv:Div Maximum:Max Minimum:Min Pow Greater GreaterEqual:GreaterOrEqual Less LessEqual:LessOrEqual Equal LogicalAnd:And LogicalOr:Or"
    .split(" ")
    .map(names => names.split(":") as [string, string?])
    .map(([ours, theirs = ours]) => [ours, pair(theirs)]),
)

export const elementwise: Readonly<Record<string, OnnxKernel>> = {
  ...plain,
  ...pairs,
  Selu: one("Selu", () => ({ alpha: { float: 1.6732632423543772 }, gamma: { float: 1.0507009873554805 } })),
  AddN: ({ graph, inputs }) => graph.op("Sum", Object.values(inputs)),
  NotEqual: place => place.graph.op("Not", [pair("Equal")(place) as string]),
  Relu6: ({ graph, inputs }) => graph.op("Clip", [inputs.x!, graph.scalar(0), graph.scalar(6)]),
  Rsqrt: ({ graph, inputs }) => graph.op("Reciprocal", [graph.op("Sqrt", [inputs.x!])]),
  Square: ({ graph, inputs }) => graph.op("Mul", [inputs.x!, inputs.x!]),
  SquaredDifference: place => {
    const far = pair("Sub")(place) as string
    return place.graph.op("Mul", [far, far])
  },
  Expm1: ({ graph, inputs }) => graph.op("Sub", [graph.op("Exp", [inputs.x!]), graph.scalar(1)]),
  Log1p: ({ graph, inputs }) => graph.op("Log", [graph.op("Add", [inputs.x!, graph.scalar(1)])]),
  LeakyRelu: one("LeakyRelu", place => ({ alpha: { float: attr<number>(place, "alpha") } })),
  Prelu: ({ graph, inputs }) => graph.op("PRelu", [inputs.x!, inputs.alpha!]),
  ClipByValue: place => {
    const { graph, inputs } = place
    const bounds = ["clipValueMin", "clipValueMax"].map(name => graph.scalar(attr<number>(place, name)))
    return graph.op("Clip", [inputs.x!, ...bounds])
  },
  Cast: place => place.graph.op("Cast", [place.inputs.x!], { to: elementTypes[elementType(attr(place, "dtype"))] }),
  Softmax: one("Softmax", place => ({ axis: attr<number>(place, "dim") })),
  LogSoftmax: one("LogSoftmax", place => ({ axis: attr<number>(place, "axis") })),
  Select: ({ graph, inputs }) =>
    graph.op("Where", [graph.op("Cast", [inputs.condition!], { to: elementTypes.bool }), inputs.t!, inputs.e!]),
  FusedBatchNorm: place => {
    const { graph, inputs } = place
    const spread = graph.op("Add", [inputs.variance!, graph.scalar(attr<number>(place, "varianceEpsilon"))])
    const normal = graph.op("Div", [graph.op("Sub", [inputs.x!, inputs.mean!]), graph.op("Sqrt", [spread])])
    const scaled = inputs.scale === undefined ? normal : graph.op("Mul", [normal, inputs.scale])
    return inputs.offset === undefined ? scaled : graph.op("Add", [scaled, inputs.offset])
  },
}
