import { open, rm, stat } from "node:fs/promises"

/** The address could not be reached at all, as opposed to answering something of no use. */
export class Unreachable extends Error {}

interface Options {
  signal: AbortSignal
  /** Bytes so far, and in all where the server says. */
  progress(received: number, total: number | undefined): void
  /** Milliseconds without a byte after which the transfer is given up. */
  patience?: number
}

/**
 * Writes the body found at `address` to `file`. Where the file is there already, only the rest is asked for (RFC 9110, Range);
 * a server that does not know ranges sends the whole, which then replaces it. What arrived stays on failure, for the next attempt. `resumed` says that some of the file was there before.
 */
export async function fetchInto(address: URL, file: string, options: Options): Promise<{ resumed: boolean }> {
  const there = (await stat(file).catch(() => undefined))?.size ?? 0
  const { signal, heard, stop } = attentive(options.signal, options.patience ?? 30_000)
  try {
    const response = await get(address, there, signal)
    if (response.status === 416) {
      // Nothing lies beyond what is there: it is whole already, or of another file. Its checksum tells which.
      await response.body?.cancel()
      return { resumed: true }
    }
    if (!response.ok || response.body === null) {
      await response.body?.cancel()
      throw new Error(`the server answered ${response.status} ${response.statusText}`.trim())
    }
    const resumed = response.status === 206
    if (!resumed) await rm(file, { force: true })
    let received = resumed ? there : 0
    const length = Number(response.headers.get("content-length") ?? Number.NaN)
    const total = Number.isFinite(length) ? received + length : undefined
    // Each chunk is on disk before the next is asked for, so that a broken transfer loses none.
    await using output = await open(file, "a")
    for await (const chunk of response.body) {
      heard()
      await output.write(chunk)
      received += chunk.length
      options.progress(received, total)
    }
    return { resumed }
  } finally {
    stop()
  }
}

async function get(address: URL, there: number, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(address, {
      signal,
      // A compressing proxy would make lengths and ranges mean something else.
      headers: { "accept-encoding": "identity", ...(there > 0 ? { range: `bytes=${there}-` } : {}) },
    })
  } catch (cause) {
    signal.throwIfAborted()
    const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause)
    throw new Unreachable(reason || "no connection", { cause })
  }
}

/** A signal that also aborts when nothing is heard for `patience` milliseconds. */
function attentive(outer: AbortSignal, patience: number) {
  const silence = new AbortController()
  const give = () => silence.abort(new Unreachable(`nothing was heard for ${patience / 1000} s`))
  const timer = setTimeout(give, patience)
  return {
    signal: AbortSignal.any([outer, silence.signal]),
    heard: () => void timer.refresh(),
    stop: () => clearTimeout(timer),
  }
}
