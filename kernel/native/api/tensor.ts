import { KaonError } from "../../contracts/errors.ts"
import { type Dtype, dtypeOf, dtypes, type Values, valuesOf, zeroes } from "./dtype.ts"
import { isLibrary, type Library, loadLibrary } from "./library.ts"
import { Owned } from "./owned.ts"

/** Values in the library's memory. They are copied in and out, so that no JavaScript array outlives its memory. */
export class NativeTensor extends Owned {
  readonly dtype: Dtype
  readonly shape: readonly number[]
  readonly #library: Library

  private constructor(library: Library, pointer: bigint, dtype: Dtype, shape: readonly number[]) {
    super(pointer, library.call.TF_DeleteTensor)
    this.#library = library
    this.dtype = dtype
    this.shape = shape
  }

  /** Copies values in. They have to be as many as the shape says, in the type's own kind of array. */
  static from(library: Library, dtype: Dtype, shape: readonly number[], values: Values): NativeTensor {
    const size = shape.reduce((a, b) => a * b, 1)
    if (values.length !== size) {
      throw new KaonError("SHAPE_MISMATCH", `${values.length} values are not a tensor of shape [${shape.join(", ")}].`)
    }
    const { call, ffi } = library
    const bytes = BigInt(values.byteLength)
    const pointer = call.TF_AllocateTensor(dtypes[dtype], dimensions(shape), shape.length, bytes)
    if (pointer === 0n) throw outOfMemory(values.byteLength)
    if (values.byteLength > 0) ffi.exportArrayBufferView(values, call.TF_TensorData(pointer), values.byteLength)
    return new NativeTensor(library, pointer, dtype, shape)
  }

  /** Zeros. Throws NATIVE_FAILED where there is no memory for them. */
  static zeros(library: Library, dtype: Dtype, shape: readonly number[]): NativeTensor {
    const size = shape.reduce((a, b) => a * b, 1)
    let values: Values
    try {
      values = zeroes(dtype, size)
    } catch (cause) {
      if (cause instanceof RangeError) throw outOfMemory(size * 4)
      throw cause
    }
    return NativeTensor.from(library, dtype, shape, values)
  }

  /** Takes over a tensor that the library made. */
  static own(library: Library, pointer: bigint): NativeTensor {
    const { call } = library
    const code = call.TF_TensorType(pointer)
    const dtype = dtypeOf(code)
    if (dtype === undefined) {
      call.TF_DeleteTensor(pointer)
      throw new KaonError("NATIVE_FAILED", `TensorFlow gave values of type ${code}, which is not used here.`)
    }
    const rank = call.TF_NumDims(pointer)
    const shape = Array.from({ length: rank }, (_, axis) => Number(call.TF_Dim(pointer, axis)))
    return new NativeTensor(library, pointer, dtype, shape)
  }

  /** Other values into the same memory; as many as there are. */
  write(values: Values): void {
    const { call, ffi } = this.#library
    const bytes = Number(call.TF_TensorByteSize(this.pointer))
    if (bytes !== values.byteLength) {
      throw new KaonError(
        "SHAPE_MISMATCH",
        `${values.length} values are not a tensor of shape [${this.shape.join(", ")}].`,
      )
    }
    if (bytes > 0) ffi.exportArrayBufferView(values, call.TF_TensorData(this.pointer), bytes)
  }

  /** A copy of the values. */
  read(): Values {
    const { call, ffi } = this.#library
    const bytes = Number(call.TF_TensorByteSize(this.pointer))
    if (bytes === 0) return valuesOf(this.dtype, new ArrayBuffer(0))
    return valuesOf(this.dtype, ffi.toArrayBuffer(call.TF_TensorData(this.pointer), bytes, true))
  }
}

/** Dimensions as the library takes them; never of length 0, whose address would be null. */
export const dimensions = (shape: readonly number[]): BigInt64Array => {
  const packed = new BigInt64Array(Math.max(shape.length, 1))
  for (let i = 0; i < shape.length; i++) packed[i] = BigInt(shape[i]!)
  return packed
}

const outOfMemory = (bytes: number): KaonError =>
  new KaonError("NATIVE_FAILED", `There is no memory for a tensor of ${(bytes / 1e6).toFixed(1)} MB.`, {
    fix: "Use smaller batches, or a smaller model.",
  })

/** Is native TensorFlow here? */
export const hasNative = (): boolean => isLibrary(loadLibrary())
