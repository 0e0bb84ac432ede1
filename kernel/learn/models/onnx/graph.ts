import { bytes, type Field, float, int, join, nested, text } from "../../protobuf/write.ts"
import type { Core } from "../../tf.ts"
import { bytesOf } from "../tensor.ts"
import type { Size } from "./record.ts"

export type OnnxAttribute = number | { float: number } | string | readonly number[]

/** Codes of element types (TensorProto.DataType). */
export const elementTypes = { float32: 1, int32: 6, int64: 7, bool: 9 } as const
type ElementType = keyof typeof elementTypes

export const elementType = (dtype: Core.DataType): ElementType =>
  dtype === "int32" || dtype === "bool" ? dtype : "float32"

/** AttributeProto: name 1, f 2, i 3, s 4, ints 8, type 20. */
function attribute(name: string, value: OnnxAttribute): Field {
  if (typeof value === "number") return nested(5, text(1, name), int(3, value), int(20, 2))
  if (typeof value === "string") return nested(5, text(1, name), text(4, value), int(20, 3))
  if ("float" in value) return nested(5, text(1, name), float(2, value.float), int(20, 1))
  return nested(5, text(1, name), ...value.map(each => int(8, each)), int(20, 7))
}

const packers: Record<ElementType, (values: ArrayLike<number>) => ArrayBufferView> = {
  float32: values => Float32Array.from(values),
  int32: values => Int32Array.from(values),
  int64: values => BigInt64Array.from({ length: values.length }, (_, i) => BigInt(values[i]!)),
  bool: values => Uint8Array.from(values, value => Number(value !== 0)),
}

/** A port of the graph: ValueInfoProto. −1 stands for the batch. */
export interface OnnxPortSpec {
  name: string
  dtype: ElementType
  shape: readonly number[]
}

/** An ONNX graph that grows: nodes, and constants that they name. */
export class OnnxGraph {
  readonly #nodes: Field[] = []
  readonly #constants: Field[] = []
  readonly #known = new Map<string, string>()
  readonly #batchOf: string
  #count = 0

  /** `batchOf`: the input whose first size is that of the batch. */
  constructor(batchOf: string) {
    this.#batchOf = batchOf
  }

  name(kind: string): string {
    return `${kind}_${this.#count++}`
  }

  /** Adds a node of one output, and names it. */
  op(type: string, inputs: readonly string[], attributes: Record<string, OnnxAttribute> = {}): string {
    return this.many(type, inputs, attributes, 1)[0]!
  }

  many(type: string, inputs: readonly string[], attributes: Record<string, OnnxAttribute>, count: number): string[] {
    const name = this.name(type)
    const outputs = Array.from({ length: count }, (_, i) => (count === 1 ? name : `${name}_${i}`))
    this.put(type, inputs, attributes, outputs, name)
    return outputs
  }

  put(
    type: string,
    inputs: readonly string[],
    attributes: Record<string, OnnxAttribute>,
    outputs: readonly string[],
    name = this.name(type),
  ): void {
    const settings = Object.entries(attributes).map(([key, value]) => attribute(key, value))
    const ports = [...inputs.map(input => text(1, input)), ...outputs.map(output => text(2, output))]
    this.#nodes.push(nested(1, ...ports, text(3, name), text(4, type), ...settings))
  }

  /** TensorProto: dims 1, data_type 2, name 8, raw_data 9. Small ones that are alike are one. */
  constant(dtype: ElementType, shape: readonly number[], values: ArrayLike<number>): string {
    const key = values.length <= 16 ? `${dtype}[${shape}]${Array.from(values)}` : undefined
    const known = key === undefined ? undefined : this.#known.get(key)
    if (known !== undefined) return known
    const name = this.name("constant")
    const dims = shape.map(size => int(1, size))
    const raw = bytes(9, bytesOf(packers[dtype](values)))
    this.#constants.push(nested(5, ...dims, int(2, elementTypes[dtype]), text(8, name), raw))
    if (key !== undefined) this.#known.set(key, name)
    return name
  }

  scalar(value: number): string {
    return this.constant("float32", [], [value])
  }

  /** Whole numbers in a row, some of which hang on the batch. */
  ints(sizes: readonly Size[]): string {
    const offsets = sizes.map(size => (typeof size === "number" ? size : size.offset))
    const fixed = this.constant("int64", [sizes.length], offsets)
    if (sizes.every(size => typeof size === "number")) return fixed
    const factors = sizes.map(size => (typeof size === "number" ? 0 : size.factor))
    const varying = this.op("Mul", [this.constant("int64", [sizes.length], factors), this.#batch()])
    return this.op("Add", [fixed, varying])
  }

  #batchName: string | undefined
  #batch(): string {
    this.#batchName ??= this.op("Gather", [this.op("Shape", [this.#batchOf]), this.constant("int64", [1], [0])])
    return this.#batchName
  }

  /** ModelProto: ir_version 1, producer_name 2, graph 7, opset_import 8; GraphProto: node 1, name 2, initializer 5, input 11, output 12. */
  encode(name: string, inputs: readonly OnnxPortSpec[], outputs: readonly OnnxPortSpec[]): Uint8Array {
    const graph = nested(
      7,
      ...this.#nodes,
      text(2, name),
      ...this.#constants,
      ...inputs.map(port => valueInfo(11, port)),
      ...outputs.map(port => valueInfo(12, port)),
    )
    return join([int(1, 8), text(2, "kaon"), graph, nested(8, text(1, ""), int(2, opset))])
  }
}

/** The version of ONNX's operators that is written. */
export const opset = 18

/** name 1, type 2: tensor_type 1: elem_type 1, shape 2: dim 1: dim_value 1 or dim_param 2. */
function valueInfo(field: number, { name, dtype, shape }: OnnxPortSpec): Field {
  const dims = shape.map(size => nested(1, size < 0 ? text(2, "batch") : int(1, size)))
  return nested(field, text(1, name), nested(2, nested(1, int(1, elementTypes[dtype]), nested(2, ...dims))))
}
