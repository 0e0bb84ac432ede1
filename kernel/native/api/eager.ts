import { KaonError } from "../../contracts/errors.ts"
import { type Attributes, setAttributes } from "./attributes.ts"
import { type Dtype, dtypeOf, type Values } from "./dtype.ts"
import type { Input } from "./graph.ts"
import type { Library } from "./library.ts"
import { Owned } from "./owned.ts"
import { NativeTensor } from "./tensor.ts"

/** Room for what one operation gives: none that is used here has more outputs. */
const mostOutputs = 256

/**
 * Runs operations of TensorFlow one by one. Values are addresses of handles; whoever gets one gives it back with `release`.
 */
export class Eager extends Owned {
  readonly library: Library

  constructor(library: Library) {
    const { call, status, check } = library
    const options = call.TFE_NewContextOptions()
    const pointer = call.TFE_NewContext(options, status)
    call.TFE_DeleteContextOptions(options)
    check("start to compute")
    super(pointer, call.TFE_DeleteContext)
    this.library = library
  }

  /** The outputs of an operation. Throws NATIVE_FAILED with TensorFlow's words where types or shapes do not fit. */
  run(type: string, inputs: readonly Input[], attributes: Attributes): bigint[] {
    const { call, status, check } = this.library
    const op = call.TFE_NewOp(this.pointer, type, status)
    check(`run ${type}`)
    try {
      for (const input of inputs) {
        if ("op" in input) call.TFE_OpAddInput(op, input.op, status)
        else {
          const handles = BigUint64Array.from(input, one => one.op)
          call.TFE_OpAddInputList(op, handles, handles.length, status)
        }
        check(`run ${type}`)
      }
      setAttributes(this.library, "eager", op, attributes)
      const results = new BigUint64Array(mostOutputs)
      const count = Int32Array.of(mostOutputs)
      call.TFE_Execute(op, results, count, status)
      check(`run ${type}`)
      return Array.from(results.subarray(0, count[0]))
    } finally {
      call.TFE_DeleteOp(op)
    }
  }

  put(dtype: Dtype, shape: readonly number[], values: Values): bigint {
    const { call, status, check } = this.library
    using tensor = NativeTensor.from(this.library, dtype, shape, values)
    const handle = call.TFE_NewTensorHandle(tensor.pointer, status)
    check("take values")
    return handle
  }

  /** Another handle of the same values. */
  share(handle: bigint): bigint {
    const { call, status, check } = this.library
    const shared = call.TFE_TensorHandleCopySharingTensor(handle, status)
    check("share values")
    return shared
  }

  /** A copy of the values. */
  read(handle: bigint): Values {
    const { call, status, check } = this.library
    const tensor = call.TFE_TensorHandleResolve(handle, status)
    check("read values")
    using owned = NativeTensor.own(this.library, tensor)
    return owned.read()
  }

  describe(handle: bigint): { dtype: Dtype; shape: number[] } {
    const { call, status } = this.library
    const code = call.TFE_TensorHandleDataType(handle)
    const dtype = dtypeOf(code)
    if (dtype === undefined)
      throw new KaonError("NATIVE_FAILED", `TensorFlow gave values of type ${code}, which is not used here.`)
    const rank = call.TFE_TensorHandleNumDims(handle, status)
    const shape = Array.from({ length: rank }, (_, axis) => Number(call.TFE_TensorHandleDim(handle, axis, status)))
    return { dtype, shape }
  }

  release(handle: bigint): void {
    this.library.call.TFE_DeleteTensorHandle(handle)
  }
}
