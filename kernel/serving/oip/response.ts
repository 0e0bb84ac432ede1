import type { Bundle } from "../../contracts/bundle.ts"
import type { Given } from "../model.ts"
import { RequestError } from "../request-error.ts"
import type { InferRequest } from "./request.ts"

declare global {
  interface JSON {
    /** A value that is written as this text, which is JSON (ECMA-262, JSON.rawJSON); TypeScript's library lacks it. */
    rawJSON(text: string): object
  }
}

/** The outputs asked for, all where none were named. Throws a 400 for a name that the model does not have. */
export function chosen(given: readonly Given[], { outputs }: InferRequest): readonly Given[] {
  return (
    outputs?.map(({ name }) => {
      const output = given.find(candidate => candidate.name === name)
      if (output !== undefined) return output
      throw new RequestError(400, `The model has no output ${name}; it has ${given.map(g => g.name).join(", ")}.`)
    }) ?? given
  )
}

/**
 * The answer as one JSON object, or, where a tensor is to be binary, JSON followed by the tensors' bytes with the JSON's length.
 * A number that is not finite is null in JSON, which has no word for it; binary tensors carry it.
 */
export function renderResponse(
  bundle: Pick<Bundle, "name" | "version">,
  request: InferRequest,
  tensors: readonly Given[],
): { head: string; tail: Uint8Array[] } {
  const tail: Uint8Array[] = []
  const outputs = tensors.map(({ name, shape, datatype, values }, index) => {
    const about = { name, shape, datatype }
    if (!(request.outputs?.[index]?.binary ?? request.binary)) return { ...about, data: jsonValues(datatype, values) }
    const bytes = tensorBytes(values)
    tail.push(bytes)
    return { ...about, parameters: { binary_data_size: bytes.length } }
  })
  const id = request.id === undefined ? {} : { id: request.id }
  return { head: JSON.stringify({ model_name: bundle.name, model_version: bundle.version, ...id, outputs }), tail }
}

/** Whole numbers of 64 bits are written out, however large they are. */
function jsonValues(datatype: Given["datatype"], values: Given["values"]): unknown[] {
  if (values instanceof BigInt64Array) return Array.from(values, value => JSON.rawJSON(String(value)))
  return datatype === "BOOL" ? Array.from<unknown, boolean>(values, value => value !== 0) : Array.from<unknown>(values)
}

/** Numbers in the machine's order, which is little-endian wherever Node runs models; texts each after their length. */
function tensorBytes(values: Given["values"]): Uint8Array {
  if (ArrayBuffer.isView(values)) return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  const parts = values.map(text => {
    const bytes = Buffer.from(text)
    const length = Buffer.alloc(4)
    length.writeUInt32LE(bytes.length)
    return Buffer.concat([length, bytes])
  })
  return Buffer.concat(parts)
}
