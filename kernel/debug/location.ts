import { tmpdir } from "node:os"
import path from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { murmur2 } from "./murmur.ts"

/*
 * A cell has two names made of one hash of its source: the URL that V8 knows it by, and the path that debuggers know it by.
 * The path is that of a file which need not exist: front ends only compare it, and ask for its text with `source`.
 */

export const hashSeed = 0x6b616f6e
export const filePrefix = path.join(tmpdir(), `kaon_${process.pid}`) + path.sep
export const fileSuffix = ".ts"
const urlPrefix = "kaon://cell/"

/** What V8 calls a cell: the same for the same source, whenever it runs. */
export const cellUrl = (source: string): string => `${urlPrefix}${murmur2(source, hashSeed)}${fileSuffix}`

/** What a debugger calls a cell. */
export const cellPath = (source: string): string => `${filePrefix}${murmur2(source, hashSeed)}${fileSuffix}`

export const isCellUrl = (url: string): boolean => url.startsWith(urlPrefix)

/** The URL of a path that names a cell of this kernel, or undefined where it names a file. */
export const urlOfCellPath = (file: string): string | undefined =>
  file.startsWith(filePrefix) ? urlPrefix + file.slice(filePrefix.length) : undefined

/** The path that a debugger knows a script by: a cell's, or a file's without the mark of its edition. */
export function pathOfUrl(url: string): string {
  if (isCellUrl(url)) return filePrefix + url.slice(urlPrefix.length)
  return url.startsWith("file:") ? fileURLToPath(url.replace(/[?#].*$/, "")) : url
}

/** A regular expression for every edition of a file that V8 may have loaded. */
export const fileUrlPattern = (file: string): string => `^${RegExp.escape(pathToFileURL(file).href)}(\\?.*)?$`
