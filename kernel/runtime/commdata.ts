import { KaonError } from "../contracts/errors.ts"

/** Bytes as user code has them. */
export type Binary = ArrayBuffer | SharedArrayBuffer | NodeJS.ArrayBufferView

/** A copy in memory of its own, which can move to another thread. */
export function copied(bytes: Binary): Uint8Array<ArrayBuffer> {
  const view = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes)
  return new Uint8Array(view)
}

/** What arrives when the value is sent as JSON. @throws KaonError REQUEST_INVALID where JSON cannot hold it */
export function jsonOf(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? "null")
  } catch (cause) {
    throw new KaonError("REQUEST_INVALID", `A comm cannot send this: ${(cause as Error).message}.`, {
      fix: "Send plain objects, arrays, numbers and texts; binary data goes into `buffers`.",
      cause,
    })
  }
}
