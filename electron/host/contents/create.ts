import { constants } from "node:fs"
import { copyFile, mkdir } from "node:fs/promises"
import { writeWhole } from "../../../kernel/notebook/index.ts"
import { Refusal } from "../http/refusal.ts"
import { copyBeside } from "./beside.ts"
import type { ContentModel, ContentType, CreateRequest } from "./model.ts"
import { freePath, splitName } from "./names.ts"
import { type ApiPath, cleanPath, nameOf, type Root } from "./paths.ts"
import { emptyNotebook, isNotebook, read, statOf } from "./read.ts"

/** Makes something new in a folder, under the first free of Jupyter's names: a copy, or an untitled file, notebook or folder. */
export async function create(root: Root, given: string, request: CreateRequest): Promise<ContentModel> {
  const folder = cleanPath(given)
  const stats = await statOf(await root.locate(folder), folder)
  if (!stats.isDirectory()) throw new Refusal(400, `${folder} is not a folder.`)
  if (request.copy_from !== undefined) return copy(root, folder, request.copy_from)
  const ext = request.ext === undefined || request.ext === "" ? undefined : `.${request.ext.replace(/^\./, "")}`
  const type = request.type ?? (ext !== undefined && isNotebook(ext) ? "notebook" : "file")
  const path = await makers[type](root, folder, ext)
  return read(root, path, { type, content: false })
}

const makers: Record<ContentType, (root: Root, folder: ApiPath, ext: string | undefined) => Promise<ApiPath>> = {
  directory: async (root, folder) => {
    const path = await freePath(root, folder, "Untitled Folder", "", 0, " ")
    await mkdir(await root.locate(path))
    return path
  },
  notebook: async (root, folder, ext = ".ipynb") => {
    const path = await freePath(root, folder, "Untitled", ext)
    await writeWhole(await root.locate(path), ext === ".ipynb" ? emptyNotebook() : "")
    return path
  },
  file: async (root, folder, ext = ".txt") => {
    const path = await freePath(root, folder, "untitled", ext)
    await writeWhole(await root.locate(path), "")
    return path
  },
}

async function copy(root: Root, folder: ApiPath, from: string): Promise<ContentModel> {
  const source = cleanPath(from)
  const place = await root.locate(source)
  if ((await statOf(place, source)).isDirectory()) throw new Refusal(400, `${source} is a folder: it cannot be copied.`)
  const [stem, ending] = splitName(nameOf(source))
  const path = await freePath(root, folder, `${stem.replace(/-Copy\d+$/, "")}-Copy`, ending, 1)
  await copyFile(place, await root.locate(path), constants.COPYFILE_EXCL)
  await copyBeside(root, source, path)
  return read(root, path, { content: false })
}
