import { createHmac, timingSafeEqual } from "node:crypto"
import type { Message, MessageHeader } from "./message.ts"

const delimiter = Buffer.from("<IDS|MSG>")
const headerFields = ["msg_id", "session", "username", "date", "msg_type", "version"] as const

/** A frame list that is no valid message: dropped by its receiver, with the reason for the log. */
export class WireError extends Error {
  override readonly name = "WireError"
}

/** HMAC-SHA256 in hex over the four JSON frames; empty where the connection has no key. */
function sign(parts: readonly Uint8Array[], key: string): string {
  if (key === "") return ""
  const hmac = createHmac("sha256", key)
  for (const part of parts) hmac.update(part)
  return hmac.digest("hex")
}

/** Message → frames, signed. Buffers are sent as they are, without a copy. */
export function encode(
  message: Omit<Message, "identities"> & { identities?: readonly Uint8Array[] },
  key: string,
): Uint8Array[] {
  const parts = [message.header, message.parent, message.metadata, message.content].map(part =>
    Buffer.from(JSON.stringify(part)),
  )
  return [...(message.identities ?? []), delimiter, Buffer.from(sign(parts, key)), ...parts, ...message.buffers]
}

/**
 * Frames → message. The signature is compared in constant time before a byte of JSON is parsed.
 * @throws WireError with the reason, for anything that is not a well-formed message signed with this key
 */
export function decode(frames: readonly Uint8Array[], key: string): Message {
  const at = frames.findIndex(frame => delimiter.equals(frame))
  if (at < 0) throw new WireError("no <IDS|MSG> delimiter")
  const [signature, ...rest] = frames.slice(at + 1)
  if (signature === undefined || rest.length < 4)
    throw new WireError(`${rest.length} frames after the signature, at least 4 wanted`)
  const parts = rest.slice(0, 4)
  const wanted = Buffer.from(sign(parts, key))
  if (key !== "" && (signature.length !== wanted.length || !timingSafeEqual(signature, wanted))) {
    throw new WireError("the signature does not match: another key, or a changed message")
  }
  const [header, parent, metadata, content] = parts.map(parseObject) as [Json, Json, Json, Json]
  return {
    identities: frames.slice(0, at),
    header: checkHeader(header),
    parent,
    metadata,
    content,
    buffers: rest.slice(4),
  }
}

type Json = Record<string, unknown>

function parseObject(bytes: Uint8Array): Json {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString())
  } catch (cause) {
    throw new WireError("a frame is not JSON", { cause })
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new WireError("a frame is not a JSON object")
  return value as Json
}

function checkHeader(header: Json): MessageHeader {
  const filled: Json = { username: "", date: "", version: "5.0", ...header }
  for (const field of headerFields) {
    if (typeof filled[field] !== "string") throw new WireError(`the header's ${field} is not a string`)
  }
  return filled as unknown as MessageHeader
}
