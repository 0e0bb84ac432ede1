import type { Socket } from "node:net"
import { packRecord, sizeOfRecord, unpackRecord } from "./record.ts"

/** Sends a record; false where the socket would rather wait. */
export function sendRecord(socket: Socket, header: unknown, parts: readonly Uint8Array[] = []): boolean {
  if (!socket.writable) return true
  socket.cork()
  let more = true
  for (const bytes of packRecord(header, parts)) more = socket.write(bytes)
  process.nextTick(() => socket.uncork())
  return more
}

/** Calls `received` with each record that a socket brings. Bytes that are no record end the connection. */
export function receiveRecords(socket: Socket, received: (header: unknown, parts: Uint8Array[]) => void): void {
  let chunks: Buffer[] = []
  let length = 0
  let wanted = 4
  socket.on("data", (chunk: Buffer) => {
    chunks.push(chunk)
    length += chunk.length
    if (length < wanted) return
    const bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks, length)
    let at = 0
    try {
      for (let record = unpackRecord(bytes, at); record !== undefined; record = unpackRecord(bytes, at)) {
        at = record.end
        received(record.header, record.parts)
      }
    } catch (cause) {
      socket.destroy(cause instanceof Error ? cause : undefined)
      return
    }
    const rest = bytes.subarray(at)
    chunks = rest.length > 0 ? [rest] : []
    length = rest.length
    wanted = sizeOfRecord(rest, 0) ?? 4
  })
}
