import { readFile } from "node:fs/promises"
import { extname } from "node:path"
import { KaonError } from "../contracts/errors.ts"
import { type Ipynb, parseIpynb } from "./ipynb.ts"
import { lineAndColumn } from "./json-fault.ts"
import type { Script } from "./percent/parse.ts"

/** A notebook with what its file's own spelling needs to be kept. */
export type NotebookFile = Ipynb | Script

const noSuch = (path: string, fix: string) => (cause: unknown) =>
  new KaonError("NOTEBOOK_NOT_FOUND", `There is no notebook at ${path}.`, { fix, place: { file: path }, cause })

const invalid = (message: string, fix: string, path: string, cause?: unknown) =>
  new KaonError("NOTEBOOK_INVALID", message, { fix, place: { file: path }, cause })

/** What a failed read means, by the system's error code. */
const readFaults: Record<string, (path: string, cause: unknown) => KaonError> = {
  ENOENT: (path, cause) => noSuch(path, "Check the path, and the folder that it starts from.")(cause),
  ENOTDIR: (path, cause) => noSuch(path, "A part of the path is a file, not a folder: check it.")(cause),
  EISDIR: (path, cause) =>
    invalid(`${path} is a folder, not a notebook.`, "Give the path of a file in it.", path, cause),
  EACCES: (path, cause) =>
    invalid(`${path} cannot be read: permission denied.`, "Give yourself the right to read it.", path, cause),
}

/** Reads a notebook: an `.ipynb`, or a percent-format script by any other ending. Throws NOTEBOOK_NOT_FOUND or NOTEBOOK_INVALID. */
export async function readNotebook(path: string): Promise<NotebookFile> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const fault = readFaults[cause.code ?? ""]
    throw fault?.(path, cause) ?? invalid(`${path} cannot be read: ${cause.message}.`, "Check the disk.", path, cause)
  })
  return parseNotebook(path, bytes)
}

/** The notebook that a file's bytes are; its ending says whether they are an `.ipynb` or a script. Throws NOTEBOOK_INVALID. */
export async function parseNotebook(path: string, bytes: Uint8Array): Promise<NotebookFile> {
  const text = decode(bytes, path)
  if (extname(path) === ".ipynb") return parseIpynb(text.replace(/^\ufeff/, ""), path)
  const { parsePercent } = await import("./percent/parse.ts")
  return parsePercent(text)
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

function decode(bytes: Uint8Array, path: string): string {
  try {
    return strict.decode(bytes)
  } catch (cause) {
    const lenient = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)
    const { line } = lineAndColumn(lenient, lenient.indexOf("\ufffd"))
    throw invalid(`${path} is not UTF-8 text: line ${line} holds other bytes.`, "Save it as UTF-8.", path, cause)
  }
}
