import type { TensorSpec } from "../../contracts/bundle.ts"
import type { Fed } from "../model.ts"
import { RequestError } from "../request-error.ts"
import { datatypes, heldAs, jsonDatatypes } from "./datatypes.ts"
import { visit } from "./flatten.ts"

/** A tensor of a request. `bytes` are those that follow the JSON, where it is binary. */
export interface Sent {
  name: string
  shape: number[]
  datatype: string
  data?: unknown
  bytes?: Uint8Array | undefined
}

/**
 * The values of a tensor as the model takes them: whatever number type they were sent in, in the model's own. Throws a 400 for
 * a value that the type sent, or the model's, does not hold.
 */
export function valuesOf(sent: Sent, spec: TensorSpec): Fed {
  const { name, shape, datatype, data, bytes } = sent
  const type = datatypes[datatype]
  const own = heldAs[spec.datatype]
  if (type === undefined || own === undefined || (bytes === undefined && !jsonDatatypes.includes(datatype)))
    throw new RequestError(
      400,
      `Input ${name} has datatype ${datatype}; the model takes numbers (${jsonDatatypes.join(", ")}).`,
    )
  const count = shape.reduce((product, length) => product * length, 1)
  if (bytes !== undefined && bytes.length !== count * type.bytes)
    throw new RequestError(
      400,
      `Input ${name} needs ${count * type.bytes} bytes of binary data; it announces ${bytes.length}.`,
    )
  const { dtype } = own
  // A copy, which begins where its type can be read from.
  if (bytes !== undefined && datatype === spec.datatype)
    return { dtype, shape, values: own.from(new Uint8Array(bytes).buffer) }
  const values = own.make(count)
  const [least, most] = type.whole ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  const target = datatypes[spec.datatype]?.whole
  const fits = (number: number) =>
    number >= least &&
    number <= most &&
    (type.whole === undefined || Number.isInteger(number)) &&
    (target === undefined || (Number.isInteger(number) && number >= target[0] && number <= target[1]))
  const put = (value: unknown, at: number): boolean => {
    const number = datatype === "BOOL" && typeof value === "boolean" ? Number(value) : value
    // NaN and the infinities come in binary alone.
    if (typeof number !== "number" || !(fits(number) || (Number.isNaN(number) && target === undefined))) return false
    if (values instanceof BigInt64Array) values[at] = BigInt(number)
    else values[at] = number
    return true
  }
  if (bytes === undefined) visit(data, shape, put, name)
  else visit(numbersIn(bytes, type, count), [count], put, name)
  return { dtype, shape, values }
}

function numbersIn(bytes: Uint8Array, { bytes: width, read }: (typeof datatypes)[string], count: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: count }, (_, index) => read(view, index * width))
}
