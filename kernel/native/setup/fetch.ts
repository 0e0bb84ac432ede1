import { createHash } from "node:crypto"
import { createReadStream, createWriteStream } from "node:fs"
import { rename, rm, stat } from "node:fs/promises"
import { Readable, Transform } from "node:stream"
import { pipeline } from "node:stream/promises"
import { KaonError } from "../../contracts/errors.ts"

/** A file of an index. */
export interface Wheel {
  name: string
  url: string
  /** In hexadecimal. */
  sha256: string
}

export interface FetchOptions {
  progress?: (bytes: number, total: number | undefined) => void
  signal?: AbortSignal | undefined
}

/**
 * Downloads a file and checks its hash; what is there already of an earlier try (`<target>.part`) is not asked for again.
 * The target exists only when it is whole and right.
 *
 * Throws DOWNLOAD_FAILED: the part is kept for the next try where the line broke, and removed where the hash is wrong.
 */
export async function fetchFile(wheel: Wheel, target: string, options: FetchOptions = {}): Promise<void> {
  if (await isWhole(target, wheel.sha256)) return
  const part = `${target}.part`
  await receive(wheel, part, options)
  const found = await sha256Of(part)
  if (found !== wheel.sha256) {
    await rm(part, { force: true })
    throw new KaonError("DOWNLOAD_FAILED", `${wheel.name} does not have the hash that is expected: it was removed.`, {
      fix: "Try again; if it happens again, the package index that is set up does not serve the published file.",
      cause: new Error(`sha256 ${found}, expected ${wheel.sha256}`),
    })
  }
  await rename(part, target)
}

export const isWhole = async (path: string, sha256: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isFile() === true && (await sha256Of(path)) === sha256

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256")
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest("hex")
}

async function receive(wheel: Wheel, part: string, { progress = () => {}, signal }: FetchOptions): Promise<void> {
  const have = (await stat(part).catch(() => undefined))?.size ?? 0
  const response = await fetch(wheel.url, {
    headers: have > 0 ? { range: `bytes=${have}-` } : {},
    ...(signal && { signal }),
  }).catch(cause => {
    throw unreachable(wheel, cause)
  })
  // 416: there is nothing behind what is here, so it is whole, or wrong, as the hash will tell.
  if (response.status === 416) return
  if (!response.ok || response.body === null) {
    throw new KaonError("DOWNLOAD_FAILED", `${wheel.name} was refused: status ${response.status}.`, {
      fix: "Check the package index that pip is set up for (pip config list), and try again.",
    })
  }
  const resumed = response.status === 206
  const length = response.headers.get("content-length")
  let bytes = resumed ? have : 0
  const total = length === null ? undefined : bytes + Number(length)
  const count = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      bytes += chunk.length
      progress(bytes, total)
      next(null, chunk)
    },
  })
  const body = Readable.fromWeb(response.body as import("node:stream/web").ReadableStream)
  await pipeline(body, count, createWriteStream(part, { flags: resumed ? "a" : "w" })).catch(cause => {
    throw unreachable(wheel, cause)
  })
  if (total !== undefined && bytes !== total) throw unreachable(wheel, new Error(`${bytes} of ${total} bytes came`))
}

function unreachable({ name }: Wheel, cause: unknown): unknown {
  const code = (cause as NodeJS.ErrnoException).code
  if (code === "ENOSPC" || code === "EACCES" || code === "EROFS" || (cause as Error).name === "AbortError") return cause
  const why = (cause as Error & { cause?: Error }).cause?.message ?? (cause as Error).message
  return new KaonError("DOWNLOAD_FAILED", `The download of ${name} broke off: ${why}.`, {
    fix: "Check the connection and run it again: what has arrived is kept.",
    cause,
  })
}
