import { bytesIn, fieldsOf, numberIn } from "../../protobuf/read.ts"

/** A constant of a graph: TensorProto has dtype 1, tensor_shape 2, tensor_content 4, float_val 5, int_val 7, bool_val 11. */
export interface Constant {
  dtype: number
  shape: number[]
  values: Float32Array | Int32Array
}

const float = 1
const packed = { [float]: 5, 3: 7, 10: 11 } as const

/** The values of a TensorProto of floats, 32-bit integers or booleans; undefined for another type. */
export function constantOf(tensor: Uint8Array): Constant | undefined {
  const dtype = numberIn(tensor, 1) ?? 0
  if (!(dtype in packed)) return undefined
  const shape = bytesIn(bytesIn(tensor, 2).at(-1) ?? new Uint8Array(), 2).map(dim => numberIn(dim, 1) ?? 0)
  const size = shape.reduce((a, b) => a * b, 1)
  const values = dtype === float ? new Float32Array(size) : new Int32Array(size)
  const content = bytesIn(tensor, 4).at(-1)
  if (content !== undefined && content.length > 0) {
    const copy = Uint8Array.from(content).buffer
    values.set(dtype === float ? new Float32Array(copy) : dtype === 10 ? new Uint8Array(copy) : new Int32Array(copy))
    return { dtype, shape, values }
  }
  const said = numbersIn(tensor, packed[dtype as keyof typeof packed], dtype === float)
  // What is left out at the end is as the last that is there.
  for (let i = 0; i < size; i++) values[i] = said[Math.min(i, said.length - 1)] ?? 0
  return { dtype, shape, values }
}

/** Numbers of a repeated field, packed or one by one. */
function numbersIn(message: Uint8Array, wanted: number, isFloat: boolean): number[] {
  const one = (bits: bigint): number =>
    isFloat ? new Float32Array(Uint32Array.of(Number(bits)).buffer)[0]! : Number(BigInt.asIntN(32, bits))
  return [...fieldsOf(message)].flatMap(({ field, value }) => {
    if (field !== wanted) return []
    if (typeof value === "bigint") return [one(value)]
    if (isFloat) return [...new Float32Array(Uint8Array.from(value).buffer)]
    return [...varints(value)].map(one)
  })
}

function* varints(bytes: Uint8Array): Generator<bigint> {
  let [value, shift] = [0n, 0n]
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift
    shift += 7n
    if (byte >= 0x80) continue
    yield BigInt.asUintN(64, value)
    ;[value, shift] = [0n, 0n]
  }
}
