import { RequestError } from "../request-error.ts"

/** Takes one value at its place in row-major order; false where it is not allowed there. */
export type Put = (value: unknown, at: number) => boolean

/**
 * Visits a tensor's `data`, row-major: flat, or nested as its shape says.
 * Throws a 400 naming the tensor where the count, the nesting or a value does not fit.
 */
export function visit(data: unknown, shape: number[], put: Put, name: string): void {
  const size = shape.reduce((product, length) => product * length, 1)
  if (!Array.isArray(data)) throw new RequestError(400, `The data of input ${name} are no array.`)
  const flat = !data.some(Array.isArray)
  if (flat && data.length !== size)
    throw new RequestError(
      400,
      `Input ${name} has ${data.length} values; its shape [${shape.join(",")}] makes ${size}.`,
    )
  const checked = (value: unknown, at: number) => {
    if (put(value, at)) return
    throw new RequestError(
      400,
      `Value ${at} of input ${name} is ${JSON.stringify(value)}, which its datatype does not allow.`,
    )
  }
  if (flat) for (let at = 0; at < size; at++) checked(data[at], at)
  else walk(data, shape, 0, checked, name)
}

/** Visits nested data in order and returns the next position. */
function walk(
  data: unknown,
  [length, ...inner]: number[],
  start: number,
  put: (value: unknown, at: number) => void,
  name: string,
): number {
  if (length === undefined) {
    put(data, start)
    return start + 1
  }
  if (!Array.isArray(data) || data.length !== length)
    throw new RequestError(400, `The nesting of the data of input ${name} is not that of its shape.`)
  return data.reduce<number>((at, item) => walk(item, inner, at, put, name), start)
}
