import { z } from "zod"
import type { ClientMessage, Framing } from "./framing.ts"

const dict = z.record(z.string(), z.unknown())
const messageSchema = z.object({
  channel: z.string().default("shell"),
  header: dict,
  parent_header: dict.default({}),
  metadata: dict.default({}),
  content: dict.default({}),
})

const bytes = (text: string) => Buffer.from(text)

/**
 * Jupyter's default: a message is one JSON text. With buffers it is binary: u32 count of parts, the offset of each, the JSON, the
 * buffers. All big endian. The kernel's JSON passes as the text that it is.
 */
export const jsonFraming: Framing = {
  encode(channel, [header, parent, metadata, content, ...buffers]) {
    const { msg_id, msg_type } = JSON.parse(Buffer.from(header!).toString()) as Record<string, unknown>
    const known = JSON.stringify({ channel, msg_id, msg_type, buffers: [] }).slice(0, -1)
    const json = Buffer.concat([
      bytes(`${known},"header":`),
      header!,
      bytes(',"parent_header":'),
      parent!,
      bytes(',"metadata":'),
      metadata!,
      bytes(',"content":'),
      content!,
      bytes("}"),
    ])
    if (buffers.length === 0) return { data: json, binary: false }
    const parts = [json, ...buffers]
    const head = Buffer.allocUnsafe(4 * (parts.length + 1))
    let at = head.length
    head.writeUInt32BE(parts.length, 0)
    parts.forEach((part, i) => {
      head.writeUInt32BE(at, 4 * (i + 1))
      at += part.byteLength
    })
    return { data: Buffer.concat([head, ...parts], at), binary: true }
  },

  decode(data, binary) {
    if (!binary) return messageOf(data, [])
    const count = data.readUInt32BE(0)
    if (count < 1 || count > 100_000) throw new SyntaxError(`The message has ${count} parts.`)
    const offsets = Array.from({ length: count }, (_, i) => data.readUInt32BE(4 * (i + 1)))
    if (!offsets.every((offset, i) => offset >= (offsets[i - 1] ?? 0) && offset <= data.length)) {
      throw new SyntaxError("The message's offsets are not in order.")
    }
    const [json, ...buffers] = offsets.map((offset, i) => data.subarray(offset, offsets[i + 1] ?? data.length))
    return messageOf(json!, buffers)
  },
}

function messageOf(json: Buffer, buffers: Buffer[]): ClientMessage {
  const parsed = messageSchema.safeParse(JSON.parse(json.toString()))
  if (!parsed.success) throw new SyntaxError("The message is no Jupyter message.")
  const { channel, header, parent_header, metadata, content } = parsed.data
  const parts = [header, parent_header, metadata, content].map(part => bytes(JSON.stringify(part)))
  return { channel, message: { parts, buffers } }
}
