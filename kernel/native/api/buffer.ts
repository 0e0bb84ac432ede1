import type { Library } from "./library.ts"

/** A copy of what the library puts into a buffer (TF_Buffer: the address of its bytes, then how many). */
export function filledBuffer({ call, ffi }: Library, fill: (buffer: bigint) => void): Uint8Array {
  const buffer = call.TF_NewBuffer()
  try {
    fill(buffer)
    const [data, length] = [ffi.getUint64(buffer, 0), ffi.getUint64(buffer, 8)]
    return length === 0n ? new Uint8Array() : new Uint8Array(ffi.toArrayBuffer(data, Number(length), true))
  } finally {
    call.TF_DeleteBuffer(buffer)
  }
}
