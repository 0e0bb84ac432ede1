import type { Readable, Socket } from "zeromq"

/** What a socket receives until it is closed. A socket that is closed while it waits may fail instead of ending: that is its end too. */
export async function* received(socket: Socket & Readable): AsyncGenerator<Buffer[]> {
  try {
    for await (const frames of socket) yield frames as Buffer[]
  } catch (cause) {
    if (!socket.closed) throw cause
  }
}
