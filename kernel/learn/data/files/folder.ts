import { readdir, stat } from "node:fs/promises"
import { basename, join, resolve } from "node:path"
import { currentCell } from "../../../contracts/context.ts"
import type { ColumnPayload, DatasetPayload, SplitPayload } from "../../../contracts/dataset.ts"
import { KaonError } from "../../../contracts/errors.ts"

export interface Found {
  path: string
  label: string
}

/** What one file becomes: its values, and what all of them share. */
export interface Example {
  values: Float32Array | Uint8Array
  shape: number[]
}

const byName = (a: string, b: string): number => (a < b ? -1 : 1)

/**
 * Files in a folder by their class: the name of the folder they lie in. Folders `train` and `test` of such folders are
 * splits of their own. In order of their names, whatever the file system says.
 */
export async function filesByClass(
  folder: string,
  endings: RegExp,
): Promise<{ train: Found[]; test: Found[] | undefined }> {
  const names = await foldersIn(folder)
  const own = names.includes("train") && names.includes("test")
  if (!own) return { train: await classesIn(folder, names, endings), test: undefined }
  const [train, test] = [join(folder, "train"), join(folder, "test")]
  return {
    train: await classesIn(train, await foldersIn(train), endings),
    test: await classesIn(test, await foldersIn(test), endings),
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  const info = await stat(folder).catch(() => undefined)
  if (!info?.isDirectory()) {
    throw new KaonError("FILE_NOT_FOUND", `There is no folder "${basename(folder)}".`, {
      fix: `Relative paths start from the notebook's folder; this one means ${folder}.`,
    })
  }
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.flatMap(entry => (entry.isDirectory() && !entry.name.startsWith(".") ? [entry.name] : [])).sort(byName)
}

async function classesIn(folder: string, names: string[], endings: RegExp): Promise<Found[]> {
  const found: Found[] = []
  for (const label of names) {
    for (const file of (await readdir(join(folder, label))).sort(byName)) {
      if (endings.test(file) && !file.startsWith(".")) found.push({ path: join(folder, label, file), label })
    }
  }
  if (found.length > 0) return found
  throw new KaonError("DATA_INVALID", `The folder "${basename(folder)}" has no folders of files in it.`, {
    fix: "Put the files of each class into a folder with the class's name.",
  })
}

/** Reads every file and puts them into one column, with the class as what is to be predicted. */
export async function payloadOf(
  folder: string,
  files: { train: Found[]; test: Found[] | undefined },
  column: Pick<ColumnPayload, "name" | "kind" | "range">,
  read: (path: string) => Promise<Example>,
): Promise<DatasetPayload> {
  const classes = [...new Set([...files.train, ...(files.test ?? [])].map(file => file.label))].sort(byName)
  const part = (list: Found[]) => partOf(list, classes, column, read)
  const id = basename(resolve(folder))
  const train = await part(files.train)
  const splits = files.test === undefined ? { all: train } : { train, test: await part(files.test) }
  return { id, title: id, target: "label", citation: "", licence: "", splits }
}

async function partOf(
  files: Found[],
  classes: string[],
  column: Pick<ColumnPayload, "name" | "kind" | "range">,
  read: (path: string) => Promise<Example>,
): Promise<SplitPayload> {
  const signal = currentCell()?.signal
  let values: Float32Array | Uint8Array | undefined
  let shape: number[] = []
  for (const [i, { path }] of files.entries()) {
    signal?.throwIfAborted()
    const example = await read(path)
    values ??=
      example.values instanceof Uint8Array
        ? new Uint8Array(files.length * example.values.length)
        : new Float32Array(files.length * example.values.length)
    if (i === 0) shape = example.shape
    if (String(example.shape) !== String(shape)) {
      throw new KaonError(
        "SHAPE_MISMATCH",
        `"${basename(path)}" has shape [${example.shape.join(", ")}]; "${basename(files[0]!.path)}" has [${shape.join(", ")}].`,
        {
          fix:
            column.kind === "image"
              ? "Give the size that all should have: { size: [64, 64] }."
              : "Give the length that all should have: { seconds: 1 }.",
          place: { file: path },
        },
      )
    }
    values.set(example.values, i * example.values.length)
  }
  const label = Uint8Array.from(files, file => classes.indexOf(file.label))
  return {
    rows: files.length,
    columns: [
      { ...column, shape, values: values ?? new Float32Array() },
      {
        name: "label",
        kind: "class",
        shape: [],
        values: classes.length > 256 ? Int32Array.from(files, file => classes.indexOf(file.label)) : label,
        classes,
      },
    ],
  }
}

/** The error of one file that cannot be used. */
export const unusable = (path: string, what: string, fix: string, cause?: unknown): KaonError =>
  new KaonError("DATA_INVALID", `"${basename(path)}" cannot be used: ${what}.`, { fix, place: { file: path }, cause })
