import { Console } from "node:console"
import { StringDecoder } from "node:string_decoder"
import type { Runs } from "./cells.ts"
import { type StreamName, shared, type Wires } from "./protocol.ts"

/** Bytes of output under way before the writer waits for the worker: bounds memory, loses nothing. */
const highWater = 8 << 20

/** Writes text as output of the current run; waits while the worker is behind. */
export function streamWriter(name: StreamName, wires: Wires, runs: Runs): (text: string) => void {
  const { state, post } = wires
  return text => {
    if (text === "") return
    let pending = Atomics.add(state, shared.pending, text.length)
    while (pending > highWater) {
      Atomics.wait(state, shared.pending, pending, 50)
      pending = Atomics.load(state, shared.pending)
    }
    post({ type: "stream", run: runs.number(), name, text })
  }
}

/** Takes over console and process.stdout/stderr: everything written becomes output of the cell that wrote it. */
export function installStreams(wires: Wires, runs: Runs): void {
  const stdout = streamWriter("stdout", wires, runs)
  const stderr = streamWriter("stderr", wires, runs)
  redirect(process.stdout, stdout)
  redirect(process.stderr, stderr)
  const sink = (write: (text: string) => void) => ({ write }) as unknown as NodeJS.WritableStream
  const console = new Console({
    stdout: sink(stdout),
    stderr: sink(stderr),
    ignoreErrors: false,
    colorMode: false,
  })
  for (const key of Object.keys(console) as (keyof Console)[]) {
    Object.defineProperty(globalThis.console, key, {
      value: console[key],
      writable: true,
      configurable: true,
      enumerable: true,
    })
  }
}

function redirect(stream: NodeJS.WriteStream, write: (text: string) => void): void {
  const decoder = new StringDecoder("utf8")
  const take = (chunk: string | Uint8Array, encoding?: BufferEncoding | (() => void), done?: () => void): boolean => {
    const text =
      typeof chunk === "string"
        ? typeof encoding === "string" && encoding !== "utf8" && encoding !== "utf-8"
          ? decoder.write(Buffer.from(chunk, encoding))
          : chunk
        : decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    write(text)
    const callback = typeof encoding === "function" ? encoding : done
    if (callback !== undefined) process.nextTick(callback)
    return true
  }
  stream.write = take as typeof stream.write
}
