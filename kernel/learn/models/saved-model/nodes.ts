import { bytesIn, mapIn, textIn } from "../../protobuf/read.ts"
import { bytes, type Field, int, join, nested, text } from "../../protobuf/write.ts"

/** An operation of a GraphDef: name 1, op 2, input 3, attr 5. */
export interface Node {
  name: string
  op: string
  inputs: string[]
  /** AttrValues, encoded. */
  attributes: Map<string, Uint8Array>
}

export const nodesOf = (graph: Uint8Array): Node[] =>
  bytesIn(graph, 1).map(node => ({
    name: textIn(node, 1) ?? "",
    op: textIn(node, 2) ?? "",
    inputs: bytesIn(node, 3).map(input => new TextDecoder().decode(input)),
    attributes: mapIn(node, 5),
  }))

export const encodeNode = ({ name, op, inputs, attributes }: Node): Field =>
  nested(
    1,
    text(1, name),
    text(2, op),
    ...inputs.map(input => text(3, input)),
    ...[...attributes].map(([key, value]) => nested(5, text(1, key), bytes(2, value))),
  )

export const types = { float32: 1, int32: 3, bool: 10 } as const
type TypeName = keyof typeof types

export const typeAttribute = (name: TypeName): Uint8Array => int(6, types[name])

/** A shape: its sizes, −1 where they vary. */
export const shapeOf = (shape: readonly number[]): Uint8Array => join(shape.map(size => nested(2, int(1, size))))

export const shapeAttribute = (shape: readonly number[]): Uint8Array => nested(7, shapeOf(shape))

/** A node that holds numbers. */
export function constantNode(name: string, shape: readonly number[], values: Float32Array | Int32Array): Node {
  const kind = values instanceof Float32Array ? "float32" : "int32"
  const content = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  const tensor = nested(8, int(1, types[kind]), bytes(2, shapeOf(shape)), bytes(4, content))
  return {
    name,
    op: "Const",
    inputs: [],
    attributes: new Map([
      ["dtype", typeAttribute(kind)],
      ["value", tensor],
    ]),
  }
}

export const node = (
  name: string,
  op: string,
  inputs: string[],
  attributes: Record<string, Uint8Array> = {},
): Node => ({ name, op, inputs, attributes: new Map(Object.entries(attributes)) })
