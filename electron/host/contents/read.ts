import { createHash } from "node:crypto"
import { constants, createReadStream, type Stats } from "node:fs"
import { access, readdir, readFile, stat } from "node:fs/promises"
import { pipeline } from "node:stream/promises"
import { formatIpynb, type NotebookFile, parseIpynb, readNotebook } from "../../../kernel/notebook/index.ts"
import { notFound, Refusal } from "../http/refusal.ts"
import { withBeside } from "./beside.ts"
import { mimetypeOf } from "./mimetypes.ts"
import type { ContentModel, ContentType } from "./model.ts"
import { type ApiPath, childOf, cleanPath, nameOf, type Root } from "./paths.ts"

export interface ReadOptions {
  type?: ContentType | undefined
  format?: "text" | "base64" | "json" | undefined
  content?: boolean
  hash?: boolean
}

/** Bytes of a file that fit into one answer; larger ones come from /files. */
const largest = 256 << 20

/** What is at a path. Refuses with 404 where nothing is, 400 where it is not of the type or format that was asked for. */
export async function read(root: Root, given: string, options: ReadOptions = {}): Promise<ContentModel> {
  const { content = true, hash = false } = options
  const path = cleanPath(given)
  const place = await root.locate(path)
  const stats = await statOf(place, path)
  const type = typeOf(path, stats, options.type)
  const model = await bareModel(place, path, stats, type)
  if (hash && type !== "directory") Object.assign(model, { hash: await hashOf(place), hash_algorithm: "sha256" })
  return content ? { ...model, ...(await contents[type](root, place, path, options)) } : model
}

export async function statOf(place: string, path: ApiPath): Promise<Stats> {
  const stats = await stat(place).catch(() => undefined)
  if (stats === undefined || !(stats.isFile() || stats.isDirectory())) throw notFound(`There is no file at ${path}.`)
  return stats
}

/** Names of files that are notebooks before anybody has looked into them; any other script is one where that is asked. */
export const isNotebook = (path: string): boolean => /\.(?:ipynb|kaon\.ts)$/.test(path)

function typeOf(path: ApiPath, stats: Stats, wanted: ContentType | undefined): ContentType {
  if (stats.isDirectory()) {
    if (wanted === undefined || wanted === "directory") return "directory"
    throw new Refusal(400, `${path} is a folder, not a ${wanted}.`)
  }
  if (wanted === "directory") throw new Refusal(400, `${path} is a file, not a folder.`)
  return wanted ?? (isNotebook(path) ? "notebook" : "file")
}

async function bareModel(place: string, path: ApiPath, stats: Stats, type: ContentType): Promise<ContentModel> {
  const writable = await access(place, constants.W_OK).then(
    () => true,
    () => false,
  )
  return {
    name: nameOf(path),
    path,
    type,
    created: stats.birthtime.toISOString(),
    last_modified: stats.mtime.toISOString(),
    content: null,
    format: null,
    mimetype: null,
    size: type === "directory" ? null : stats.size,
    writable,
    hash: null,
    hash_algorithm: null,
  }
}

type Filled = Partial<Pick<ContentModel, "content" | "format" | "mimetype">>

const contents: Record<
  ContentType,
  (root: Root, place: string, path: ApiPath, options: ReadOptions) => Promise<Filled>
> = {
  directory: async (root, place, path) => ({ content: await listFolder(root, place, path), format: "json" }),
  notebook: async (root, place, path) => {
    await refuseLarge(place, path)
    const { kind, notebook } = await readNotebook(place)
    return { content: kind === "script" ? await withBeside(root, path, notebook) : notebook, format: "json" }
  },
  file: async (_root, place, path, { format }) => {
    await refuseLarge(place, path)
    const bytes = await readFile(place)
    const text = format === "base64" ? undefined : textOf(bytes)
    const mimetype = mimetypeOf(path)
    if (text !== undefined) return { content: text, format: "text", mimetype: mimetype ?? "text/plain" }
    if (format === "text") throw new Refusal(400, `${path} is not UTF-8 text.`)
    return { content: bytes.toString("base64"), format: "base64", mimetype: mimetype ?? "application/octet-stream" }
  },
}

async function refuseLarge(place: string, path: ApiPath): Promise<void> {
  const { size } = await stat(place)
  if (size <= largest) return
  const megabytes = (bytes: number) => `${Math.ceil(bytes / (1 << 20))} MB`
  const fix = `It has ${megabytes(size)}, and ${megabytes(largest)} is the most. Its bytes can be downloaded.`
  throw new Refusal(413, `${path} is too large to be opened.`, { fix })
}

async function listFolder(root: Root, place: string, path: ApiPath): Promise<ContentModel[]> {
  const names = (await readdir(place)).filter(name => !name.startsWith(".")).sort((a, b) => a.localeCompare(b))
  // A link that leads nowhere, or out of the folder, is not listed; nor is a name that no API path can say.
  const models = await Promise.all(
    names.map(name => read(root, childOf(path, name), { content: false }).catch(() => undefined)),
  )
  return models.filter(model => model !== undefined)
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

/** SHA-256 of a file, in hex. */
export async function hashOf(place: string): Promise<string> {
  const hash = createHash("sha256")
  await pipeline(createReadStream(place), hash)
  return hash.digest("hex")
}

/**
 * A notebook that came as JSON in a request, with old minors brought to 4.5. Throws NOTEBOOK_INVALID. How the request spelt its
 * texts is forgotten: a file gets nbformat's lines.
 */
export const notebookOf = (content: unknown, path: ApiPath): NotebookFile["notebook"] =>
  structuredClone(parseIpynb(JSON.stringify(content), path).notebook)

/** The text of an empty notebook. */
export const emptyNotebook = (): string => formatIpynb({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 })
