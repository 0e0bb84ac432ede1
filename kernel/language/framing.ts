/** One message of the Language Server Protocol's base protocol: a length header, then JSON in UTF-8. */
export function encode(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message))
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body])
}

const separator = Buffer.from("\r\n\r\n")

/**
 * Cuts a stream of bytes into messages, however the bytes are split. `push` calls `receive` once for every complete message,
 * with its parsed JSON; it throws when the stream is not the base protocol, after which the stream is of no more use.
 */
export function decoder(receive: (message: unknown) => void): (bytes: Buffer) => void {
  let parts: Buffer[] = []
  let held = 0
  let wanted = 0
  return bytes => {
    parts.push(bytes)
    held += bytes.length
    if (held < wanted) return
    let rest = parts.length === 1 ? bytes : Buffer.concat(parts)
    wanted = 0
    for (;;) {
      const header = rest.indexOf(separator)
      if (header < 0) break
      const length = /content-length: *(\d+)/i.exec(rest.toString("latin1", 0, header))?.[1]
      if (length === undefined) throw new Error("The language server sent a message without a length.")
      const start = header + separator.length
      const end = start + Number(length)
      if (rest.length < end) {
        wanted = end
        break
      }
      const body = rest.toString("utf8", start, end)
      rest = rest.subarray(end)
      receive(JSON.parse(body))
    }
    parts = rest.length === 0 ? [] : [rest]
    held = rest.length
  }
}
