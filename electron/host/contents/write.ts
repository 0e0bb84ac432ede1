import { createHash } from "node:crypto"
import { appendFile, mkdir, stat, writeFile } from "node:fs/promises"
import { extname } from "node:path"
import type { ErrorCode } from "../../../kernel/contracts/errors.ts"
import { readNotebook, type Written, writeFailed, writeNotebook, writeWhole } from "../../../kernel/notebook/index.ts"
import { Refusal } from "../http/refusal.ts"
import { alignIds } from "./align.ts"
import { keepBeside } from "./beside.ts"
import { graftNotebook } from "./graft.ts"
import type { ContentModel, ContentType, SaveRequest } from "./model.ts"
import { type ApiPath, cleanPath, type Root } from "./paths.ts"
import { hashOf, notebookOf, read } from "./read.ts"

export interface Saved {
  model: ContentModel
  created: boolean
}

/**
 * Saves what a client sent, atomically; a notebook as `.ipynb` or as a script by its ending. Refuses with 409, and the file as it is
 * now, where the client knows another one (`hash`, else `last_modified`).
 */
export async function save(root: Root, given: string, request: SaveRequest): Promise<Saved> {
  const path = cleanPath(given)
  const place = await root.locate(path)
  const old = await stat(place).catch(() => undefined)
  const { type = "file" } = request
  if (path === "" || (old !== undefined && old.isDirectory() !== (type === "directory"))) {
    throw new Refusal(400, `${path === "" ? "The root" : path} cannot be saved as a ${type}.`)
  }
  await refuseConflict(root, path, place, request)
  const written = await writers[type](root, place, path, request)
  const model = await read(root, path, { type, content: false, hash: type !== "directory" && written === undefined })
  return { model: written === undefined ? model : { ...model, ...factsOf(written) }, created: old === undefined }
}

/** What the client may know of the file from now on: what it sent, and not what somebody has made of it since. */
const factsOf = ({ text, modified }: Written): Partial<ContentModel> => ({
  last_modified: modified.toISOString(),
  size: Buffer.byteLength(text),
  hash: createHash("sha256").update(text).digest("hex"),
  hash_algorithm: "sha256",
})

async function refuseConflict(root: Root, path: ApiPath, place: string, { hash, last_modified, type }: SaveRequest) {
  if (type === "directory" || (!hash && !last_modified)) return
  const stats = await stat(place).catch(() => undefined)
  const unchanged =
    stats !== undefined && (hash ? (await hashOf(place)) === hash : sameTime(stats.mtime, last_modified ?? ""))
  if (unchanged) return
  const current = stats === undefined ? null : await read(root, path, { type, hash: true }).catch(() => null)
  const what = stats === undefined ? "was deleted or moved" : "has changed on the disk"
  throw new Refusal(409, `${path} ${what} since it was read.`, { code: "CHANGED_ON_DISK" satisfies ErrorCode, current })
}

/** To the millisecond: that is what an ISO date of JavaScript can say. */
const sameTime = (found: Date, known: string): boolean => Math.floor(found.getTime()) === Math.floor(Date.parse(known))

type Writer = (root: Root, place: string, path: ApiPath, request: SaveRequest) => Promise<Written | undefined>

const writers: Record<ContentType, Writer> = {
  directory: async (_root, place) => {
    await mkdir(place, { recursive: true })
    return undefined
  },
  notebook: async (root, place, path, { content }) => {
    const notebook = notebookOf(content, path)
    const from = await readNotebook(place).catch(() => undefined)
    const aligned = from?.kind === "script" ? alignIds(from.notebook, notebook) : notebook
    const whole = from === undefined ? notebook : graftNotebook(from.notebook, aligned)
    const written = await writeNotebook(place, whole, from)
    // The script itself is saved, whether or not its outputs can be kept.
    if (extname(path) !== ".ipynb") await keepBeside(root, path, notebook).catch(() => {})
    return written
  },
  file: async (_root, place, path, { content, format, chunk }) => {
    if (typeof content !== "string") throw new Refusal(400, `The content of ${path} is not a string.`)
    const bytes = format === "base64" ? Buffer.from(content, "base64") : Buffer.from(content)
    if (chunk === undefined) return writeWhole(place, bytes)
    try {
      await (chunk === 1 ? writeFile : appendFile)(place, bytes)
    } catch (cause) {
      throw writeFailed(path, cause)
    }
    return undefined
  },
}
