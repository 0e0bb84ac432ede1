import type { Framing } from "./framing.ts"

export const v1Protocol = "v1.kernel.websocket.jupyter.org"

/**
 * Jupyter's binary subprotocol: u64 count of offsets, the offsets, then the channel and each part where its offset says; the last
 * offset is the end. All little endian. Parts pass as the bytes that they are.
 */
export const v1Framing: Framing = {
  encode(channel, parts) {
    const segments = [Buffer.from(channel), ...parts]
    const head = Buffer.allocUnsafe(8 * (segments.length + 2))
    let at = head.length
    head.writeBigUInt64LE(BigInt(segments.length + 1), 0)
    segments.forEach((segment, i) => {
      head.writeBigUInt64LE(BigInt(at), 8 * (i + 1))
      at += segment.byteLength
    })
    head.writeBigUInt64LE(BigInt(at), 8 * (segments.length + 1))
    return { data: Buffer.concat([head, ...segments], at), binary: true }
  },

  decode(data) {
    const count = Number(data.readBigUInt64LE(0))
    if (count < 6 || count > 100_000) throw new SyntaxError(`The message has ${count} offsets; at least 6 are wanted.`)
    const offsets = Array.from({ length: count }, (_, i) => Number(data.readBigUInt64LE(8 * (i + 1))))
    const ordered = offsets.every((offset, i) => offset >= (offsets[i - 1] ?? 0)) && offsets.at(-1)! <= data.length
    if (!ordered) throw new SyntaxError("The message's offsets are not in order.")
    const [channel, ...parts] = offsets.slice(0, -1).map((offset, i) => data.subarray(offset, offsets[i + 1]))
    return { channel: channel!.toString(), message: { parts: parts.slice(0, 4), buffers: parts.slice(4) } }
  },
}
