import { readFile, stat } from "node:fs/promises"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { currentCell } from "../../contracts/context.ts"
import { KaonError } from "../../contracts/errors.ts"

/** The most that is read of one file: what JavaScript can hold in one piece. */
const mostBytes = 2 ** 32 - 1

export const isUrl = (source: string): boolean => /^https?:\/\//i.test(source)

/** A path as the user gave it, from the notebook's folder on, or as a file: URL. */
export const pathOf = (source: string): string =>
  path.resolve(currentCell()?.directory ?? process.cwd(), source.startsWith("file:") ? fileURLToPath(source) : source)

/**
 * The bytes of a file or of what an http(s) address gives. Throws FILE_NOT_FOUND, DOWNLOAD_FAILED, or MODEL_INVALID for
 * what is over 4 GB.
 */
export async function bytesAt(source: string): Promise<Uint8Array<ArrayBuffer>> {
  return isUrl(source) ? await downloaded(source) : await readBytes(pathOf(source))
}

async function readBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  const missing = (cause: unknown) =>
    new KaonError("FILE_NOT_FOUND", `There is no model at ${file}.`, { fix: "Check the path.", cause })
  const { size } = await stat(file).catch(cause => {
    throw missing(cause)
  })
  if (size > mostBytes) throw tooLarge(file, size)
  return await readFile(file).catch(cause => {
    throw missing(cause)
  })
}

async function downloaded(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const failed = (what: string, cause?: unknown) =>
    new KaonError("DOWNLOAD_FAILED", `The model could not be fetched from ${url}: ${what}.`, {
      fix: "Check the address and the connection.",
      cause,
    })
  const { signal } = currentCell() ?? {}
  const response = await fetch(url, { ...(signal && { signal }) }).catch(cause => {
    if (signal?.aborted) throw cause
    throw failed("no answer came", cause)
  })
  if (!response.ok) throw failed(`the status is ${response.status}`)
  const length = Number(response.headers.get("content-length") ?? 0)
  if (length > mostBytes) throw tooLarge(url, length)
  return new Uint8Array(
    await response.arrayBuffer().catch(cause => {
      if (signal?.aborted) throw cause
      throw failed("the connection broke off", cause)
    }),
  )
}

const tooLarge = (source: string, size: number): KaonError =>
  new KaonError("MODEL_INVALID", `${source} has ${(size / 1e9).toFixed(1)} GB; one file of at most 4 GB can be read.`, {
    fix: "Split the weights over several files, or store them in half precision.",
  })
