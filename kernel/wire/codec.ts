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

/** A message whose four JSON parts are still bytes, as the kernel or a client wrote them. */
export interface RawMessage {
  identities?: readonly Uint8Array[]
  /** Header, parent header, metadata and content, in this order. */
  parts: readonly Uint8Array[]
  buffers: readonly Uint8Array[]
}

/** Raw message → frames, signed. Nothing is parsed or copied. */
export const seal = ({ identities = [], parts, buffers }: RawMessage, key: string): Uint8Array[] => [
  ...identities,
  delimiter,
  Buffer.from(sign(parts, key)),
  ...parts,
  ...buffers,
]

/** Message → frames, signed. Buffers are sent as they are, without a copy. */
export function encode(
  message: Omit<Message, "identities"> & { identities?: readonly Uint8Array[] },
  key: string,
): Uint8Array[] {
  const { identities = [], buffers } = message
  const { header, parent, metadata, content } = message
  return seal({ identities, parts: [json(header), lasting(parent), lasting(metadata), json(content)], buffers }, key)
}

const json = (value: object): Buffer => Buffer.from(JSON.stringify(value))

const encoded = new WeakMap<object, Buffer>()

/** The header of a request is the parent of all that answers it: it is written once. */
function lasting(value: object): Buffer {
  const known = encoded.get(value)
  if (known !== undefined) return known
  const bytes = json(value)
  encoded.set(value, bytes)
  return bytes
}

/**
 * Frames → raw message. The signature is compared in constant time; no JSON is parsed.
 * @throws WireError with the reason, for anything that is not signed with this key
 */
export function unseal(frames: readonly Uint8Array[], key: string): Required<RawMessage> {
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
  return { identities: frames.slice(0, at), parts, buffers: rest.slice(4) }
}

/**
 * Raw message → message.
 * @throws WireError with the reason, where a part is no JSON object or the header lacks a field
 */
export function parseMessage({ identities = [], parts, buffers }: RawMessage): Message {
  const [header, parent, metadata, content] = parts.map(parseObject) as [Json, Json, Json, Json]
  return { identities: [...identities], header: checkHeader(header), parent, metadata, content, buffers: [...buffers] }
}

/**
 * Frames → message. The signature is compared in constant time before a byte of JSON is parsed.
 * @throws WireError with the reason, for anything that is not a well-formed message signed with this key
 */
export const decode = (frames: readonly Uint8Array[], key: string): Message => parseMessage(unseal(frames, key))

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
