import { z } from "zod"
import type { TensorSpec } from "../../contracts/bundle.ts"
import { RequestError } from "../request-error.ts"
import { datatypes, jsonDatatypes } from "./datatypes.ts"
import { flatten } from "./flatten.ts"

const parameters = z.record(z.string(), z.unknown()).optional()
const requestSchema = z.object({
  id: z.string().optional(),
  parameters,
  inputs: z
    .array(
      z.object({
        name: z.string(),
        shape: z.array(z.number().int().nonnegative()),
        datatype: z.string(),
        parameters,
        data: z.unknown().optional(),
      }),
    )
    .min(1),
  outputs: z.array(z.object({ name: z.string(), parameters })).optional(),
})
type Envelope = z.infer<typeof requestSchema>

export interface InferRequest {
  id: string | undefined
  /** Row-major values of the model's input, `batch` rows. */
  values: Float32Array
  batch: number
  /** Names of the outputs asked for, in order, with whether each is to be binary; undefined for all. */
  outputs: { name: string; binary: boolean }[] | undefined
  /** Are outputs binary where they do not say? */
  binary: boolean
}

/**
 * An inference request of the Open Inference Protocol v2 for a model with one input. `tail` holds the binary tensors that follow the JSON.
 * Throws a RequestError (400) with a sentence for whatever does not fit.
 */
export function parseInferRequest(body: unknown, spec: TensorSpec, tail: Uint8Array = new Uint8Array()): InferRequest {
  const parsed = requestSchema.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new RequestError(
      400,
      `The request is no inference request: ${issue?.path.join(".") || "body"}: ${issue?.message}.`,
    )
  }
  const { id, inputs, outputs, parameters } = parsed.data
  const input = inputs.find(({ name }) => name === spec.name)
  if (input === undefined)
    throw new RequestError(
      400,
      `The input ${spec.name} is missing; the request has ${inputs.map(i => i.name).join(", ")}.`,
    )
  const other = inputs.find(({ name }) => name !== spec.name)
  if (other !== undefined) throw new RequestError(400, `The model has no input ${other.name}; it has ${spec.name}.`)
  checkShape(input, spec)
  const binary = parameters?.binary_data_output === true
  return {
    id,
    values: valuesOf(input, tail),
    batch: input.shape[0] ?? 0,
    outputs: outputs?.map(output => ({
      name: output.name,
      binary: asBoolean(output.parameters?.binary_data) ?? binary,
    })),
    binary,
  }
}

const asBoolean = (value: unknown): boolean | undefined => (typeof value === "boolean" ? value : undefined)

function checkShape({ name, shape }: Envelope["inputs"][number], spec: TensorSpec): void {
  const fits = shape.length === spec.shape.length && spec.shape.every((due, i) => due === -1 || due === shape[i])
  if (!fits)
    throw new RequestError(
      400,
      `Input ${name} has shape [${shape.join(",")}]; the model takes [${spec.shape.join(",")}].`,
    )
  if (shape[0] === 0) throw new RequestError(400, `Input ${name} holds no example: its first dimension is 0.`)
}

function valuesOf(
  { name, shape, datatype, data, parameters }: Envelope["inputs"][number],
  tail: Uint8Array,
): Float32Array {
  const type = datatypes[datatype]
  const size = parameters?.binary_data_size
  if (type === undefined || (size === undefined && !jsonDatatypes.includes(datatype)))
    throw new RequestError(
      400,
      `Input ${name} has datatype ${datatype}; the model takes numbers (${jsonDatatypes.join(", ")}).`,
    )
  if (size !== undefined) return binaryValues(name, shape, type, Number(size), tail)
  const [least, most] = type.whole ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  return flatten(
    data,
    shape,
    value => {
      const number = datatype === "BOOL" && typeof value === "boolean" ? Number(value) : value
      if (typeof number !== "number" || number < least || number > most) return undefined
      return type.whole !== undefined && !Number.isInteger(number) ? undefined : number
    },
    name,
  )
}

function binaryValues(
  name: string,
  shape: number[],
  type: (typeof datatypes)[string],
  size: number,
  tail: Uint8Array,
): Float32Array {
  const count = shape.reduce((product, length) => product * length, 1)
  if (size !== count * type.bytes || tail.length !== size)
    throw new RequestError(
      400,
      `Input ${name} needs ${count * type.bytes} bytes of binary data; it announces ${size} and ${tail.length} follow.`,
    )
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength)
  return Float32Array.from({ length: count }, (_, index) => type.read(view, index * type.bytes))
}
