import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import { gunzipSync } from "node:zlib"
import type { ColumnPayload, SplitPayload } from "../../../contracts/dataset.ts"
import { type DatasetBuilder, datasetFrom } from "../builder.ts"
import { homeFolder } from "../tables/engine.ts"
import { headOfBinary } from "../tables/file-head.ts"
import { unusable } from "./folder.ts"

export interface IdxFiles {
  /** Images or other arrays, one for each row; also gzipped. */
  values: string
  /** One whole number for each row. */
  labels: string
}

export interface IdxOptions {
  /** Files of a test split of its own. */
  test?: IdxFiles
  /** Names of the classes, by the numbers of the labels; the numbers without them. */
  classes?: readonly string[]
}

type Numbers = Uint8Array | Int32Array | Float32Array | Float64Array

/** By the third byte of the file: bytes of a value, and how one is read (big-endian, as the format says). */
const types: Record<
  number,
  { bytes: number; make(length: number): Numbers; read(view: DataView, at: number): number }
> = {
  8: { bytes: 1, make: n => new Uint8Array(n), read: (view, at) => view.getUint8(at) },
  9: { bytes: 1, make: n => new Int32Array(n), read: (view, at) => view.getInt8(at) },
  11: { bytes: 2, make: n => new Int32Array(n), read: (view, at) => view.getInt16(at) },
  12: { bytes: 4, make: n => new Int32Array(n), read: (view, at) => view.getInt32(at) },
  13: { bytes: 4, make: n => new Float32Array(n), read: (view, at) => view.getFloat32(at) },
  14: { bytes: 8, make: n => new Float64Array(n), read: (view, at) => view.getFloat64(at) },
}

/** The IDX format (Y. LeCun, C. Cortes, C. Burges: MNIST): magic number, one size a dimension, the values. */
export function parseIdx(bytes: Uint8Array, file: string): { shape: number[]; values: Numbers } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const type = bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 ? types[bytes[2]!] : undefined
  if (type === undefined)
    throw unusable(file, "it does not begin as an IDX file does", "Give a file in the IDX format.")
  const head = 4 + 4 * bytes[3]!
  const shape = Array.from({ length: bytes[3]! }, (_, i) => (head <= bytes.length ? view.getUint32(4 + 4 * i) : 0))
  const size = shape.reduce((a, b) => a * b, 1)
  if (head + size * type.bytes !== bytes.length) {
    throw unusable(
      file,
      `it announces ${size} values (${shape.join(" × ")}) and holds ${Math.max(0, (bytes.length - head) / type.bytes)}`,
      "Copy it again.",
    )
  }
  if (type.bytes === 1 && bytes[2] === 8) return { shape, values: bytes.subarray(head) }
  const values = type.make(size)
  for (let i = 0; i < size; i++) values[i] = type.read(view, head + i * type.bytes)
  return { shape, values }
}

/** Arrays and their labels in IDX files, as a dataset. Arrays of two dimensions are grey images. */
export const idxFiles = (files: IdxFiles, { test, classes }: IdxOptions = {}): DatasetBuilder => {
  const folder = homeFolder()
  return datasetFrom(async () => {
    const train = await read(files, folder)
    const held = test && (await read(test, folder))
    const labels = [...train.labels, ...(held?.labels ?? [])]
    const most = labels.reduce((max, label) => Math.max(max, label), 0)
    const names = classes ?? Array.from({ length: most + 1 }, (_, i) => String(i))
    const part = ({ column, labels }: Awaited<ReturnType<typeof read>>): SplitPayload => ({
      rows: labels.length,
      columns: [
        column,
        { name: "label", kind: "class", shape: [], values: Int32Array.from(labels), classes: [...names] },
      ],
    })
    const splits = held === undefined ? { all: part(train) } : { train: part(train), test: part(held) }
    return { id: "idx", title: files.values, target: "label", citation: "", licence: "", splits }
  })
}

async function read(files: IdxFiles, folder: string): Promise<{ column: ColumnPayload; labels: Numbers }> {
  const [values, labels] = [await open(files.values, folder), await open(files.labels, folder)]
  if (values.shape[0] !== labels.shape[0]) {
    throw unusable(
      resolve(folder, files.labels),
      `it has ${labels.shape[0]} labels for ${values.shape[0]} rows`,
      "Give the files that belong together.",
    )
  }
  const own = values.shape.slice(1)
  const image = own.length === 2 || (own.length === 3 && [1, 3].includes(own[2]!))
  const column: ColumnPayload = image
    ? { name: "image", kind: "image", shape: own.length === 2 ? [...own, 1] : own, values: values.values }
    : { name: "values", kind: "number", shape: own, values: values.values }
  if (image && values.values instanceof Uint8Array) column.range = [0, 255]
  return { column, labels: labels.values }
}

async function open(file: string, folder: string) {
  const path = await headOfBinary(file, folder)
  const bytes = await readFile(path)
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return parseIdx(bytes, path)
  let plain: Uint8Array
  try {
    plain = gunzipSync(bytes)
  } catch (cause) {
    throw unusable(path, "its gzip data are damaged or cut off", "Copy it again.", cause)
  }
  return parseIdx(plain, path)
}
