/** The subprotocol `v1.kernel.websocket.jupyter.org` of Jupyter Server: one message in one binary frame. */
export const subprotocol = "v1.kernel.websocket.jupyter.org"

export interface Message {
  readonly channel: string
  readonly header: { readonly msg_id: string; readonly msg_type: string; readonly [field: string]: unknown }
  readonly parent: { readonly msg_id?: string; readonly [field: string]: unknown }
  readonly metadata: Readonly<Record<string, unknown>>
  readonly content: Readonly<Record<string, unknown>>
  readonly buffers: readonly Uint8Array[]
}

const utf8 = new TextEncoder()

/** A message as a frame: count of offsets, offsets (64 bits, little endian), channel, four JSON texts, buffers. */
export function encode({ channel, header, parent, metadata, content, buffers }: Message): Uint8Array<ArrayBuffer> {
  const parts = [
    utf8.encode(channel),
    ...[header, parent, metadata, content].map(part => utf8.encode(JSON.stringify(part))),
    ...buffers,
  ]
  const head = 8 * (parts.length + 2)
  const frame = new Uint8Array(parts.reduce((sum, { length }) => sum + length, head))
  const view = new DataView(frame.buffer)
  view.setBigUint64(0, BigInt(parts.length + 1), true)
  let at = head
  parts.forEach((part, index) => {
    view.setBigUint64(8 * (index + 1), BigInt(at), true)
    frame.set(part, at)
    at += part.length
  })
  view.setBigUint64(8 * (parts.length + 1), BigInt(at), true)
  return frame
}

/** The message of a frame. Throws RangeError or SyntaxError for what is none. */
export function decode(frame: ArrayBuffer): Message {
  const view = new DataView(frame)
  const count = Number(view.getBigUint64(0, true))
  if (count < 6 || count > frame.byteLength / 8) throw new RangeError(`A frame cannot hold ${count} parts.`)
  const offsets = Array.from({ length: count }, (_, index) => Number(view.getBigUint64(8 * (index + 1), true)))
  const parts = offsets.slice(0, -1).map((start, index) => new Uint8Array(frame, start, offsets[index + 1]! - start))
  const text = new TextDecoder()
  const json = (index: number) => JSON.parse(text.decode(parts[index]))
  return {
    channel: text.decode(parts[0]),
    header: json(1),
    parent: json(2),
    metadata: json(3),
    content: json(4),
    buffers: parts.slice(5),
  }
}
