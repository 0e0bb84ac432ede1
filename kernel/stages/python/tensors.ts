import { arrays, type Dtype, type Numbers, type Tensor, writeTensors } from "../../store/index.ts"
import type { Node } from "./encode.ts"

/** Arrays of numbers on their way into a safetensors file, each by a number as its name. */
export class Tensors {
  readonly #all: Tensor[] = []

  get count(): number {
    return this.#all.length
  }

  /** Takes a typed array; undefined for anything else. */
  add(value: object, shape?: number[]): Node | undefined {
    if (!ArrayBuffer.isView(value) || value instanceof DataView) return undefined
    if (value instanceof Uint8ClampedArray) return this.put("U8", shape ?? [value.length], Uint8Array.from(value))
    const found = (Object.keys(arrays) as Dtype[]).find(name => name !== "BOOL" && value instanceof arrays[name])
    return found === undefined ? undefined : this.put(found, shape ?? [(value as Numbers).length], value as Numbers)
  }

  put(dtype: Dtype, shape: number[], data: Numbers): Node {
    this.#all.push({ dtype, shape, data })
    return { $: "array", i: String(this.#all.length - 1) }
  }

  /** The file. */
  bytes(): Buffer {
    return Buffer.concat(writeTensors(Object.fromEntries(this.#all.entries())))
  }
}
