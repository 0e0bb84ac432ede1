import { z } from "zod"
import type { TensorSpec } from "../../contracts/bundle.ts"
import type { Fed } from "../model.ts"
import { RequestError } from "../request-error.ts"
import { valuesOf } from "./values.ts"

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
type Input = z.infer<typeof requestSchema>["inputs"][number]

export interface InferRequest {
  id: string | undefined
  /** Values of the model's inputs, in the model's order. */
  feeds: Fed[]
  /** Names of the outputs asked for, in order, with whether each is to be binary; undefined for all. */
  outputs: { name: string; binary: boolean }[] | undefined
  /** Are outputs binary where they do not say? */
  binary: boolean
}

/**
 * An inference request of the Open Inference Protocol v2. `tail` holds the binary tensors that follow the JSON, in the request's order.
 * Throws a RequestError (400) with a sentence for whatever does not fit.
 */
export function parseInferRequest(
  body: unknown,
  specs: readonly TensorSpec[],
  tail: Uint8Array = new Uint8Array(),
): InferRequest {
  const parsed = requestSchema.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new RequestError(
      400,
      `The request is no inference request: ${issue?.path.join(".") || "body"}: ${issue?.message}.`,
    )
  }
  const { id, inputs, outputs, parameters } = parsed.data
  const missing = specs.find(spec => !inputs.some(({ name }) => name === spec.name))
  if (missing !== undefined)
    throw new RequestError(
      400,
      `The input ${missing.name} is missing; the request has ${inputs.map(i => i.name).join(", ")}.`,
    )
  const other = inputs.find(({ name }, i) => !specs.some(spec => spec.name === name) || isRepeated(inputs, name, i))
  if (other !== undefined) {
    const names = specs.map(spec => spec.name)
    const what = names.includes(other.name)
      ? `The input ${other.name} comes twice`
      : `The model has no input ${other.name}`
    throw new RequestError(400, `${what}; it has ${names.join(", ")}.`)
  }
  const binaries = binaryParts(inputs, tail)
  const binary = parameters?.binary_data_output === true
  return {
    id,
    feeds: specs.map(spec => {
      const at = inputs.findIndex(({ name }) => name === spec.name)
      const input = inputs[at]!
      checkShape(input, spec)
      return valuesOf({ ...input, bytes: binaries[at] }, spec)
    }),
    outputs: outputs?.map(output => ({
      name: output.name,
      binary: asBoolean(output.parameters?.binary_data) ?? binary,
    })),
    binary,
  }
}

const isRepeated = (inputs: readonly Input[], name: string, at: number): boolean =>
  inputs.findIndex(input => input.name === name) !== at

const asBoolean = (value: unknown): boolean | undefined => (typeof value === "boolean" ? value : undefined)

function checkShape({ name, shape }: Input, spec: TensorSpec): void {
  const fits = shape.length === spec.shape.length && spec.shape.every((due, i) => due === -1 || due === shape[i])
  if (!fits && spec.anyRank !== true)
    throw new RequestError(
      400,
      `Input ${name} has shape [${shape.join(",")}]; the model takes [${spec.shape.join(",")}].`,
    )
  if (shape[0] === 0) throw new RequestError(400, `Input ${name} holds no example: its first dimension is 0.`)
}

/** The bytes of each input that is binary. Throws a 400 where they announce other than what follows the JSON. */
function binaryParts(inputs: readonly Input[], tail: Uint8Array): (Uint8Array | undefined)[] {
  let at = 0
  const parts = inputs.map(({ name, parameters }) => {
    const size = parameters?.binary_data_size
    if (size === undefined) return undefined
    if (typeof size !== "number" || !Number.isInteger(size) || size < 0)
      throw new RequestError(
        400,
        `The binary_data_size of input ${name} is ${JSON.stringify(size)}, no number of bytes.`,
      )
    at += size
    return tail.subarray(at - size, at)
  })
  if (at === tail.length) return parts
  throw new RequestError(400, `The inputs announce ${at} bytes of binary data, and ${tail.length} follow.`)
}
