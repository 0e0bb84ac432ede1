import type { Bundle, TensorSpec } from "../../contracts/bundle.ts"
import { RequestError } from "../request-error.ts"
import type { InferRequest } from "./request.ts"

interface Tensor {
  name: string
  shape: number[]
  datatype: string
  data: number[] | string[]
}

/** Outputs of a model as the protocol names them: the model's own tensor, and for a classifier the name of each example's class. */
export const outputSpecs = ({ outputs, labels }: Bundle): TensorSpec[] =>
  labels === undefined ? outputs : [...outputs, { name: "label", shape: [-1], datatype: "BYTES" }]

/** The outputs asked for, all where none were named. Throws a 400 for a name that the model does not have. */
export function tensorsOf(
  bundle: Bundle,
  { batch, outputs }: InferRequest,
  values: Float32Array,
  labels: string[],
): Tensor[] {
  const specs = outputSpecs(bundle)
  const width = values.length / batch
  return (outputs?.map(({ name }) => name) ?? specs.map(({ name }) => name)).map(name => {
    const spec = specs.find(candidate => candidate.name === name)
    if (spec === undefined)
      throw new RequestError(400, `The model has no output ${name}; it has ${specs.map(s => s.name).join(", ")}.`)
    return spec.datatype === "BYTES"
      ? { name, shape: [batch], datatype: "BYTES", data: labels }
      : { name, shape: [batch, width], datatype: "FP32", data: Array.from(values) }
  })
}

/**
 * The answer as one JSON object, or, where a tensor is to be binary, JSON followed by the tensors' bytes with the JSON's length.
 * A number that is not finite is null in JSON, which has no word for it; binary tensors carry it.
 */
export function renderResponse(
  bundle: Bundle,
  request: InferRequest,
  tensors: Tensor[],
): { head: string; tail: Uint8Array[] } {
  const tail: Uint8Array[] = []
  const outputs = tensors.map((tensor, index) => {
    if (!(request.outputs?.[index]?.binary ?? request.binary)) return tensor
    const bytes = tensorBytes(tensor.data)
    tail.push(bytes)
    const { data: _, ...rest } = tensor
    return { ...rest, parameters: { binary_data_size: bytes.length } }
  })
  const id = request.id === undefined ? {} : { id: request.id }
  return { head: JSON.stringify({ model_name: bundle.name, model_version: bundle.version, ...id, outputs }), tail }
}

function tensorBytes(data: number[] | string[]): Uint8Array {
  const parts = data.map(item => {
    if (typeof item === "number") {
      const bytes = Buffer.alloc(4)
      bytes.writeFloatLE(item)
      return bytes
    }
    const text = Buffer.from(item)
    const length = Buffer.alloc(4)
    length.writeUInt32LE(text.length)
    return Buffer.concat([length, text])
  })
  return Buffer.concat(parts)
}
