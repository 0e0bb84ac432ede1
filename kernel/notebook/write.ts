import { randomBytes } from "node:crypto"
import { access, constants, open, realpath, rename, rm, stat } from "node:fs/promises"
import { basename, dirname, extname, join } from "node:path"
import { KaonError } from "../contracts/errors.ts"
import { formatIpynb } from "./ipynb.ts"
import type { Notebook } from "./model.ts"
import type { NotebookFile } from "./read.ts"

/** What to do about a failed write, by the system's error code. */
const fixes: Record<string, string> = {
  ENOSPC: "The disk is full: make room and save again.",
  EDQUOT: "Your share of the disk is used up: make room and save again.",
  EFBIG: "The file is larger than the disk, or this account, allows: clear large outputs, or choose another place.",
  ENOENT: "The folder does not exist: create it first.",
  ENOTDIR: "A part of the path is a file, not a folder: check it.",
  EACCES: "Give yourself the right to write there, or choose another place.",
  EPERM: "Give yourself the right to write there, or choose another place.",
  EROFS: "The disk is read-only: choose another place.",
  EISDIR: "The path is a folder: give the path of a file.",
}

/** What was written, whatever happened to the file since. */
export interface Written {
  text: string | Uint8Array
  modified: Date
}

/**
 * Writes a notebook, as `.ipynb` or as a script by the ending of `path`. `from` is the file it was read from: its spelling
 * is kept where nothing changed. Whatever goes wrong (WRITE_FAILED), the file at `path` is the old one or the new one, whole.
 */
export async function writeNotebook(path: string, notebook: Notebook, from?: NotebookFile): Promise<Written> {
  return writeWhole(path, await formatNotebook(path, notebook, from))
}

/** The text of a notebook: an `.ipynb`, or a script by any other ending of `path`. */
export async function formatNotebook(path: string, notebook: Notebook, from?: NotebookFile): Promise<string> {
  if (extname(path) === ".ipynb") return formatIpynb(notebook, from?.kind === "ipynb" ? from.style : undefined)
  const { formatPercent } = await import("./percent/format.ts")
  return formatPercent(notebook, from?.kind === "script" ? from.style : undefined)
}

/** Replaces a file atomically and durably: temporary file beside it, fsync, rename. Keeps its mode and follows a link; `mode` is a new file's. */
export async function writeWhole(path: string, text: string | Uint8Array, mode?: number): Promise<Written> {
  let temporary: string | undefined
  try {
    const target = await realpath(path).catch(() => path)
    const old = await stat(target).catch(() => undefined)
    if (old?.isDirectory()) throw Object.assign(new Error("is a folder"), { code: "EISDIR" })
    if (old !== undefined) await access(target, constants.W_OK)
    const name = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`)
    await using file = await open(name, "wx", old?.mode ?? mode)
    temporary = name
    if (old !== undefined) await file.chmod(old.mode)
    await file.writeFile(text)
    await file.sync()
    const { mtime: modified } = await file.stat()
    await rename(name, target)
    temporary = undefined
    await syncFolder(dirname(target))
    return { text, modified }
  } catch (cause) {
    if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => {})
    throw writeFailed(path, cause)
  }
}

/** What the system had against a write, with what to do; its own error is the cause. */
export function writeFailed(path: string, cause: unknown): KaonError {
  const { code = "", message } = cause as NodeJS.ErrnoException
  return new KaonError("WRITE_FAILED", `${path} was not written: ${message}.`, {
    fix: fixes[code] ?? "Check the disk and the path.",
    place: { file: path },
    cause,
  })
}

/** Makes the rename itself durable; systems that cannot open folders do without. */
async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path, "r").catch(() => undefined)
  await folder?.sync().catch(() => {})
}
