import { copyFile, mkdir, readFile, rename, rm, stat } from "node:fs/promises"
import { dirname, join } from "node:path"
import { z } from "zod"
import { contentOf, matchCells } from "../../../kernel/contracts/alignment/match.ts"
import { type Cell, type Notebook, writeWhole } from "../../../kernel/notebook/index.ts"
import { cellSchema } from "../../../kernel/notebook/model.ts"
import { alike } from "./align.ts"
import { type ApiPath, cleanPath, type Root } from "./paths.ts"

const besideSchema = z.object({ format: z.literal("kaon-script/1"), cells: z.array(cellSchema) })

const folderOf = (root: Root, path: ApiPath): string =>
  join(
    root.folder,
    ".kaon",
    "scripts",
    ...cleanPath(path)
      .split("/")
      .map(part => `${part}~`),
  )
const fileOf = (root: Root, path: ApiPath): string => join(folderOf(root, path), "cells.json")

/** Keeps what a script cannot hold of a notebook (cell ids, outputs, counts) in `.kaon/scripts`, beside the file and not in it. */
export async function keepBeside(root: Root, path: ApiPath, notebook: Notebook): Promise<void> {
  const file = fileOf(root, path)
  await mkdir(dirname(file), { recursive: true })
  await writeWhole(file, JSON.stringify({ format: "kaon-script/1", cells: notebook.cells }))
}

/**
 * The notebook of a script with what was kept beside it: ids by content, else by place; outputs for cells whose source is the
 * one that they came from, however the file was edited meanwhile.
 */
export async function withBeside(root: Root, path: ApiPath, notebook: Notebook): Promise<Notebook> {
  const kept = await readBeside(fileOf(root, path))
  if (kept === undefined) return notebook
  const claims = matchCells(notebook.cells.map(alike), kept.map(alike), ["content", "place"])
  const claimed = new Set(claims.map(claim => (claim === undefined ? undefined : kept[claim]!.id)))
  const cells = notebook.cells.map((cell, i): Cell => {
    const claim = claims[i]
    if (claim === undefined) return claimed.has(cell.id) ? { ...cell, id: `${cell.id}-new` } : cell
    const old = kept[claim]!
    const same =
      cell.cell_type === "code" && old.cell_type === "code" && contentOf(alike(cell)) === contentOf(alike(old))
    const results = same ? { outputs: old.outputs, execution_count: old.execution_count } : {}
    return { ...cell, id: old.id, ...results }
  })
  return { ...notebook, cells }
}

async function readBeside(file: string): Promise<Cell[] | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined)
  try {
    return text === undefined ? undefined : besideSchema.safeParse(JSON.parse(text)).data?.cells
  } catch {
    return undefined
  }
}

/** What is beside a file, or beside the files of a folder, follows it. */
export async function moveBeside(root: Root, from: string, to: string): Promise<void> {
  const [source, target] = [folderOf(root, from), folderOf(root, to)]
  if (source === target || (await stat(source).catch(() => undefined)) === undefined) return
  await mkdir(dirname(target), { recursive: true })
  await rm(target, { recursive: true, force: true })
  await rename(source, target)
}

export async function copyBeside(root: Root, from: string, to: string): Promise<void> {
  const [source, target] = [fileOf(root, from), fileOf(root, to)]
  if ((await stat(source).catch(() => undefined)) === undefined) return
  await mkdir(dirname(target), { recursive: true })
  await copyFile(source, target)
}

export const removeBeside = (root: Root, path: string): Promise<void> =>
  rm(folderOf(root, path), { recursive: true, force: true })
