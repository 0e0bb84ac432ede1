import { gunzipSync } from "node:zlib"
import { KaonError } from "@kaon/plugin-api"

/** An IDX file of unsigned bytes: `shape[0]` items, row-major. */
export interface Idx {
  shape: number[]
  values: Uint8Array
}

const gzipped = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b
const hex = (value: number): string => `0x${value.toString(16).padStart(8, "0")}`

/** The bytes of an IDX file, unpacked where they are gzip. Throws DATASET_INVALID naming `file` where they are damaged. */
export function unpack(bytes: Uint8Array, file: string): Uint8Array {
  if (!gzipped(bytes)) return bytes
  try {
    return gunzipSync(bytes)
  } catch (cause) {
    throw invalid(file, "its gzip data are damaged or cut short", cause)
  }
}

/**
 * Reads the IDX format of unsigned bytes (type 0x08) with `dimensions` dimensions: a big-endian magic number, one size a dimension, the values.
 * Throws DATASET_INVALID naming `file` and what is wrong in it.
 */
export function parseIdx(bytes: Uint8Array, dimensions: number, file: string): Idx {
  const head = 4 + 4 * dimensions
  if (bytes.length < head) throw invalid(file, `it ends within its header of ${head} bytes (it has ${bytes.length})`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const magic = 0x0800 + dimensions
  if (view.getUint32(0) !== magic)
    throw invalid(file, `its magic number is ${hex(view.getUint32(0))} where ${hex(magic)} is due`)
  const shape = Array.from({ length: dimensions }, (_, index) => view.getUint32(4 + 4 * index))
  const size = shape.reduce((product, length) => product * length, 1)
  if (bytes.length - head !== size)
    throw invalid(file, `its header announces ${size} values (${shape.join(" × ")}) and ${bytes.length - head} follow`)
  return { shape, values: bytes.subarray(head) }
}

/** The error of a file that was found and cannot be used. */
export const invalid = (file: string, reason: string, cause?: unknown): KaonError =>
  new KaonError("DATASET_INVALID", `The MNIST file ${file} cannot be read: ${reason}.`, {
    fix: "Remove or replace the file; Kaon downloads it again where it is missing.",
    cause,
  })
