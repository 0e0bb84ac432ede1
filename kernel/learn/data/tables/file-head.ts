import { createReadStream } from "node:fs"
import { open, readdir, stat } from "node:fs/promises"
import { basename, dirname, resolve } from "node:path"
import { Writable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { constants, createGunzip, gunzipSync } from "node:zlib"
import { KaonError } from "../../../contracts/errors.ts"
import { nearest } from "../../../contracts/nearest.ts"

export interface Head {
  path: string
  gzip: boolean
  bytes: Uint8Array
  /** Are these all bytes of the file? */
  whole: boolean
}

const headSize = 1 << 16
const magic: readonly (readonly [string, string, string])[] = [
  ["PK\u0003\u0004", "a ZIP archive", "Unpack it, and read the files in it."],
  ["PAR1", "a Parquet file", "Read it with data.parquet."],
  ["ARROW1", "an Arrow file", "Read it with data.arrow."],
  ["\u0028\u00b5\u002f\u00fd", "compressed with zstd", "Unpack it first."],
  ["BZh", "compressed with bzip2", "Unpack it first."],
  ["\u00fd7zXZ", "compressed with xz", "Unpack it first."],
  ["SQLite format 3", "an SQLite database", "Export its tables as CSV or Parquet."],
]

/** The first 64 KiB of a text file, unpacked. Throws FILE_NOT_FOUND, or DATA_INVALID for what is empty, cut off or no text. */
export async function headOf(file: string, folder: string): Promise<Head> {
  const path = await headOfBinary(file, folder)
  const raw = await firstBytes(path)
  const gzip = raw[0] === 0x1f && raw[1] === 0x8b
  if (gzip) await checkGzip(path)
  const bytes = gzip ? gunzipSync(raw, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, headSize) : raw
  const start = Buffer.from(bytes.subarray(0, 16)).toString("latin1")
  const other = magic.find(([sign]) => start.startsWith(sign))
  if (other !== undefined) throw invalid(path, `is ${other[1]}`, other[2])
  return { path, gzip, bytes, whole: !gzip && bytes.length < headSize }
}

/** Throws FILE_NOT_FOUND or DATA_INVALID for a file that is not there, is a folder or is empty. */
export async function headOfBinary(file: string, folder: string): Promise<string> {
  const path = resolve(folder, file)
  const info = await stat(path).catch(async cause => {
    throw await missing(file, path, cause)
  })
  if (info.isDirectory()) throw invalid(path, "is a folder", `Name the files in it: "${file}/*".`)
  if (info.size === 0) throw invalid(path, "is empty", "Copy it again.")
  return path
}

async function firstBytes(path: string): Promise<Uint8Array> {
  await using handle = await open(path)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headSize), 0, headSize, 0)
  return buffer.subarray(0, bytesRead)
}

/** DuckDB takes a gzip file that is cut off for a shorter one, so all of it is unpacked once here. */
async function checkGzip(path: string): Promise<void> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  await pipeline(createReadStream(path), createGunzip(), nowhere).catch(cause => {
    throw invalid(path, "is a damaged gzip file, or only a part of one", "Copy or download it again.", cause)
  })
}

async function missing(file: string, path: string, cause: unknown): Promise<KaonError> {
  const names = await readdir(dirname(path)).catch(() => undefined)
  const near = names && nearest(basename(path), names)
  const fix =
    names === undefined
      ? `There is no folder ${dirname(path)} either.`
      : near === undefined
        ? `Relative paths start from the notebook's folder; this one means ${path}.`
        : `Did you mean "${near}"?`
  return new KaonError("FILE_NOT_FOUND", `There is no file "${file}".`, { fix, cause })
}

export const invalid = (path: string, what: string, fix: string, cause?: unknown): KaonError =>
  new KaonError("DATA_INVALID", `"${basename(path)}" ${what}.`, { fix, place: { file: path }, cause })
