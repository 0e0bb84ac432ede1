import { KaonError } from "../../contracts/errors.ts"
import { type Attributes, setAttributes } from "./attributes.ts"
import { filledBuffer } from "./buffer.ts"
import { type Dtype, dtypeOf, type Values } from "./dtype.ts"
import type { Library } from "./library.ts"
import { Owned } from "./owned.ts"
import { dimensions, NativeTensor } from "./tensor.ts"

/** One output of an operation of a graph. Valid as long as the graph is. */
export interface Output {
  readonly op: bigint
  readonly index: number
}

/** One output, or a list of them where the operation takes a list. */
export type Input = Output | readonly Output[]

/** How many bytes a TF_Output takes: an address, an index, and padding. */
const outputSize = 16

/** A graph of TensorFlow's operations, built once and run by sessions. */
export class Graph extends Owned {
  readonly library: Library
  #count = 0

  constructor(library: Library) {
    super(library.call.TF_NewGraph(), library.call.TF_DeleteGraph)
    this.library = library
  }

  /** Adds an operation; throws NATIVE_FAILED with TensorFlow's words where types or shapes do not fit. */
  op(type: string, inputs: readonly Input[], attributes: Attributes = {}, after: readonly Output[] = []): Output {
    const { call, status, check } = this.library
    const at = call.TF_NewOperation(this.pointer, type, `${type}_${this.#count++}`)
    for (const input of inputs) {
      if ("op" in input) byValue(call.TF_AddInput, at, input)
      else call.TF_AddInputList(at, packed(input), input.length)
    }
    for (const { op } of after) call.TF_AddControlInput(at, op)
    setAttributes(this.library, "graph", at, attributes)
    const op = call.TF_FinishOperation(at, status)
    check(`add ${type} to the graph`)
    return { op, index: 0 }
  }

  constant(dtype: Dtype, shape: readonly number[], values: Values): Output {
    using tensor = NativeTensor.from(this.library, dtype, shape, values)
    return this.op("Const", [], { dtype: { type: dtype }, value: { tensor } })
  }

  /** Type and sizes of an output as far as they are known: −1 where a size varies, no shape where the rank does. */
  describe(output: Output): { dtype: Dtype; shape: number[] | undefined } {
    const { call, status, check } = this.library
    const dtype = dtypeOf(byValue<number>(call.TF_OperationOutputType, output))
    if (dtype === undefined)
      throw new KaonError("NATIVE_FAILED", "The graph has an output of a type that is not used here.")
    const rank = byValue<number>(call.TF_GraphGetTensorNumDims, this.pointer, output, status)
    check("tell a shape")
    if (rank < 0) return { dtype, shape: undefined }
    const sizes = dimensions(Array.from({ length: rank }, () => 0))
    byValue(call.TF_GraphGetTensorShape, this.pointer, output, sizes, rank, status)
    check("tell a shape")
    return { dtype, shape: Array.from(sizes.subarray(0, rank), Number) }
  }

  /** An output of an operation by their name, "operation:index"; undefined where there is none. */
  named(name: string): Output | undefined {
    const [operation, index = "0"] = name.split(":")
    const op = this.library.call.TF_GraphOperationByName(this.pointer, operation!)
    return op === 0n ? undefined : { op, index: Number(index) }
  }

  /** The graph as TensorFlow's message GraphDef. */
  definition(): Uint8Array {
    const { call, status, check } = this.library
    return filledBuffer(this.library, buffer => {
      call.TF_GraphToGraphDef(this.pointer, buffer, status)
      check("write the graph down")
    })
  }

  /** −1 stands for a size that is known when it is fed. */
  placeholder(dtype: Dtype, shape: readonly number[]): Output {
    return this.op("Placeholder", [], { dtype: { type: dtype }, shape: { shape } })
  }

  /**
   * The gradients of `ys` with respect to each of `xs`, given how what comes after changes with each of `ys`; undefined where
   * there is none. Throws NATIVE_FAILED for an `x` that no `y` is computed from.
   */
  gradients(ys: readonly Output[], xs: readonly Output[], slopes: readonly Output[]): (Output | undefined)[] {
    const { call, status, check } = this.library
    const found = new BigUint64Array((xs.length * outputSize) / 8)
    call.TF_AddGradients(this.pointer, packed(ys), ys.length, packed(xs), xs.length, packed(slopes), status, found)
    check("derive the loss")
    const view = new DataView(found.buffer)
    return xs.map((_, i) => {
      const op = view.getBigUint64(i * outputSize, true)
      return op === 0n ? undefined : { op, index: view.getInt32(i * outputSize + 8, true) }
    })
  }
}

/** Calls a function that takes a TF_Output by value: two registers on Unix, the address of a copy on Windows. */
function byValue<T>(call: unknown, ...parts: readonly (bigint | number | Output | NodeJS.ArrayBufferView)[]): T {
  const flat = parts.flatMap(part => {
    if (typeof part !== "object" || !("op" in part)) return [part]
    return process.platform === "win32" ? [packed([part])] : [part.op, BigInt(part.index)]
  })
  return (call as (...parts: unknown[]) => T)(...flat)
}

/** As an array of TF_Output. */
export function packed(outputs: readonly Output[]): Uint8Array {
  const bytes = new Uint8Array(Math.max(outputs.length, 1) * outputSize)
  const view = new DataView(bytes.buffer)
  for (const [i, { op, index }] of outputs.entries()) {
    view.setBigUint64(i * outputSize, op, true)
    view.setInt32(i * outputSize + 8, index, true)
  }
  return bytes
}
