import { KaonError } from "../contracts/errors.ts"
import type { MimeBundle } from "../contracts/mime.ts"

/**
 * A bundle that can cross to the worker and be sent as JSON: what user code made may hold anything. Bytes become base64,
 * as front ends want pictures.
 * @throws KaonError REQUEST_INVALID where JSON cannot hold what a MIME type stands for
 */
export function sendable(bundle: MimeBundle): MimeBundle {
  return Object.fromEntries(Object.entries(bundle).map(([type, data]) => [type, sendableData(type, data)]))
}

function sendableData(type: string, data: unknown): unknown {
  if (typeof data === "string") return data
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64")
  try {
    return JSON.parse(JSON.stringify(data) ?? "null")
  } catch (cause) {
    throw new KaonError("REQUEST_INVALID", `The ${type} of this value cannot be shown: ${(cause as Error).message}.`, {
      fix: "Give texts, or objects that JSON can hold; a bigint becomes a text by String(value).",
      cause,
    })
  }
}
