import { bytesIn, textIn } from "../../protobuf/read.ts"

/**
 * Files beside an ONNX model that hold its weights, as the model names them. ModelProto: graph 7; GraphProto: node 1,
 * initializer 5; AttributeProto: t 5, g 6; TensorProto: external_data 13 of (key 1, value 2). Throws for what is no message.
 */
export function externalFiles(model: Uint8Array): string[] {
  const graphs = bytesIn(model, 7)
  if (graphs.length === 0) throw new Error("it holds no graph")
  return [...new Set(graphs.flatMap(graph => filesIn(graph, 0)))]
}

function filesIn(graph: Uint8Array, depth: number): string[] {
  if (depth > 16) throw new Error("its graphs are nested too deep")
  const attributes = bytesIn(graph, 1).flatMap(node => bytesIn(node, 5))
  const tensors = [...bytesIn(graph, 5), ...attributes.flatMap(attribute => bytesIn(attribute, 5))]
  const own = tensors.flatMap(tensor =>
    bytesIn(tensor, 13).flatMap(entry => (textIn(entry, 1) === "location" ? [textIn(entry, 2) ?? ""] : [])),
  )
  const inner = attributes.flatMap(attribute => bytesIn(attribute, 6)).flatMap(sub => filesIn(sub, depth + 1))
  return [...own, ...inner]
}
