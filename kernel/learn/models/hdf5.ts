import type * as H5 from "h5wasm"
import type { Values } from "./tensor.ts"
import { sizeOf } from "./tensor.ts"

/** The most numbers that one weight may have: what fits one array of 4 bytes each. */
const mostNumbers = 2 ** 30

/** A file in the HDF5 format, open for reading, in memory that no other file can be reached from. */
export interface Hdf5 extends Disposable {
  /** Text of an attribute of a group or dataset; undefined where there is none. */
  attribute(path: string, name: string): string | string[] | undefined
  has(path: string): boolean
  /** Names of what a group holds; none where there is no such group. */
  names(path: string): string[]
  /** How many numbers a dataset has; undefined for what is none. */
  size(path: string): number | undefined
  /** Numbers of a dataset as float32. Throws where it is not there or holds no numbers. */
  numbers(path: string): Values
}

/** What is to be written, by path: numbers, and the attributes of groups. */
export interface Hdf5Content {
  datasets: Record<string, Values>
  attributes: Record<string, Record<string, string | string[]>>
}

let count = 0

/** The library reports each failure on the console before it returns; the sentence that is thrown says it better. */
async function library(): Promise<{ h5: typeof H5; FS: Awaited<typeof H5.ready>["FS"] }> {
  const h5 = await import("h5wasm")
  const { FS } = await h5.ready
  h5.Module.activate_throwing_error_handler()
  return { h5, FS }
}

/** Opens what the bytes hold. Throws where they are no HDF5 file. */
export async function openHdf5(bytes: Uint8Array): Promise<Hdf5> {
  const { h5, FS } = await library()
  const name = `read-${count++}.h5`
  FS.writeFile(name, bytes)
  const close = () => FS.unlink(name)
  let file: H5.File
  try {
    file = new h5.File(name, "r")
    if (file.file_id < 0n) throw new Error("it is no HDF5 file")
  } catch (cause) {
    close()
    throw new Error("it is no HDF5 file, or it is damaged", { cause })
  }
  const at = (path: string) => {
    try {
      return file.get(path)
    } catch {
      return null
    }
  }
  return {
    has: path => at(path) !== null,
    names: path => {
      const found = at(path)
      return found instanceof h5.Group ? found.keys() : []
    },
    attribute: (path, name) => {
      const value = path === "/" ? file.attrs[name]?.value : (at(path) as H5.Group | null)?.attrs[name]?.value
      if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8")
      if (Array.isArray(value)) return value.map(String)
      return typeof value === "string" ? value : value == null ? undefined : []
    },
    size: path => {
      const found = at(path)
      return found instanceof h5.Dataset ? sizeOf((found.shape ?? []).map(Number)) : undefined
    },
    numbers: path => {
      const found = at(path)
      if (!(found instanceof h5.Dataset)) throw new Error(`it has no ${path}`)
      const shape = (found.shape ?? []).map(Number)
      if (sizeOf(shape) > mostNumbers) throw new Error(`${path} says it has ${sizeOf(shape)} numbers`)
      const { value } = found
      const values = typeof value === "number" || typeof value === "bigint" ? [value] : value
      if (!ArrayBuffer.isView(values) && !Array.isArray(values)) throw new Error(`${path} holds no numbers`)
      const numbers = Float32Array.from(values as ArrayLike<number>, Number)
      if (numbers.length !== sizeOf(shape)) throw new Error(`${path} is not whole`)
      return { shape, values: numbers }
    },
    [Symbol.dispose]() {
      file.close()
      close()
    },
  }
}

/** A file in the HDF5 format that holds the content. */
export async function writeHdf5({ datasets, attributes }: Hdf5Content): Promise<Uint8Array> {
  const { h5, FS } = await library()
  const name = `write-${count++}.h5`
  const file = new h5.File(name, "w")
  try {
    const group = (path: string): H5.Group =>
      path
        .split("/")
        .filter(part => part !== "")
        .reduce<H5.Group>((parent, part) => {
          if (!parent.keys().includes(part)) parent.create_group(part)
          return parent.get(part) as H5.Group
        }, file)
    for (const [path, { shape, values }] of Object.entries(datasets)) {
      const cut = path.lastIndexOf("/")
      group(path.slice(0, cut)).create_dataset({ name: path.slice(cut + 1), data: values, shape, dtype: "<f4" })
    }
    for (const [path, named] of Object.entries(attributes)) {
      const owner = path === "/" ? file : group(path)
      for (const [key, value] of Object.entries(named)) owner.create_attribute(key, value)
    }
    file.close()
    return FS.readFile(name)
  } finally {
    FS.unlink(name)
  }
}
