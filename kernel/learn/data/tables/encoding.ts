import { basename } from "node:path"
import { KaonError } from "../../../contracts/errors.ts"
import type { Head } from "./file-head.ts"

const encodings = ["utf-8", "utf-16", "latin-1"] as const
/** Encodings of text that DuckDB reads. */
export type Encoding = (typeof encodings)[number]

/** The encoding of a text file: UTF-16 by its mark, else UTF-8. Throws DATA_INVALID with line and column of what is neither. */
export function encodingOf({ bytes, path, whole }: Head): Encoding {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return "utf-16"
  const bad = firstBad(bytes, whole)
  if (bad === undefined) return "utf-8"
  const before = Buffer.from(bytes.subarray(0, bad)).toString("utf8")
  const line = before.split("\n").length
  const column = before.length - before.lastIndexOf("\n")
  const byte = `0x${bytes[bad]!.toString(16).padStart(2, "0")}`
  throw new KaonError(
    "DATA_INVALID",
    `"${basename(path)}", line ${line}, column ${column}: the byte ${byte} is not UTF-8.`,
    {
      fix: `Give its encoding; for files of Western Windows and old Excel that is encoding: "latin-1".`,
      place: { file: path, line, column },
    },
  )
}

/** Place of the first byte that is not UTF-8; a letter that the end cuts through does not count. */
function firstBad(bytes: Uint8Array, whole: boolean): number | undefined {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: !whole })
    return undefined
  } catch {
    let [low, high] = [0, bytes.length]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (decodes(bytes.subarray(0, middle))) low = middle
      else high = middle - 1
    }
    // What is left undecided at the end of the good part belongs to the bad letter.
    while (low > 0 && (bytes[low - 1]! & 0xc0) === 0x80 && !decodesWhole(bytes.subarray(0, low))) low -= 1
    if (low > 0 && bytes[low - 1]! >= 0xc0) low -= 1
    return low
  }
}

const decodesWhole = (bytes: Uint8Array): boolean => attempt(bytes, false)
const decodes = (bytes: Uint8Array): boolean => attempt(bytes, true)

function attempt(bytes: Uint8Array, stream: boolean): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream })
    return true
  } catch {
    return false
  }
}
