import { type Field, int, join, type Message, nested, text } from "../../protobuf/write.ts"
import type { Layers } from "../../tf.ts"

/** What a layer's call on inputs remembers of them; TensorFlow.js keeps it for its own summaries and says so in no type. */
interface Call {
  inboundLayers: { name: string }[]
}

/** A model as a GraphDef: a node for each layer, named and joined as in the model, with the shape that it gives. */
export function graphOf(model: Layers.LayersModel): Message {
  const known = new Set(model.layers.map(({ name }) => name))
  const nodes = model.layers.map((layer, i) => {
    const calls = (layer as unknown as { inboundNodes?: Call[] }).inboundNodes ?? []
    const inputs = [...new Set(calls.flatMap(call => call.inboundLayers.map(({ name }) => name)))].filter(name =>
      known.has(name),
    )
    const before = inputs.length === 0 && i > 0 && "add" in model ? [model.layers[i - 1]!.name] : inputs
    return nested(
      1,
      text(1, layer.name),
      text(2, layer.getClassName()),
      ...before.map(name => text(3, name)),
      attribute(
        "_output_shapes",
        nested(1, ...shapesOf(layer.outputShape).map(shape => nested(7, ...shape.map(dimension)))),
      ),
    )
  })
  return join([...nodes, nested(4, int(1, 987))])
}

const attribute = (name: string, value: Field): Field => nested(5, text(1, name), nested(2, value))

/** −1 where the size is not known, as that of a batch. */
const dimension = (size: number | null): Field => nested(2, int(1, size ?? -1))

function shapesOf(shape: Layers.Shape | Layers.Shape[]): Layers.Shape[] {
  return Array.isArray(shape[0]) ? (shape as Layers.Shape[]) : [shape as Layers.Shape]
}
