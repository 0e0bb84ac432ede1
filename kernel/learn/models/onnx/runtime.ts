import { createRequire } from "node:module"
import path from "node:path"
import { currentCell } from "../../../contracts/context.ts"
import { KaonError } from "../../../contracts/errors.ts"
import { findOnnx } from "../../../native/index.ts"
import { messageOf } from "../failure.ts"

/** The part of onnxruntime-node that is used. */
export interface OnnxRuntime {
  InferenceSession: {
    create(
      model: string | Uint8Array,
      options: { executionProviders: string[]; logSeverityLevel: number },
    ): Promise<OnnxSession>
  }
  Tensor: new (type: string, values: unknown, shape: readonly number[]) => OnnxTensor
}

export interface OnnxSession {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  readonly inputMetadata: readonly OnnxPort[]
  readonly outputMetadata: readonly OnnxPort[]
  run(feeds: Readonly<Record<string, OnnxTensor>>, fetches: readonly string[]): Promise<Record<string, OnnxTensor>>
  release(): Promise<void>
}

export interface OnnxPort {
  name: string
  isTensor: boolean
  type?: string
  /** A name stands for a size that varies. */
  shape?: readonly (number | string)[]
}

export interface OnnxTensor {
  type: string
  data: unknown
  dims: readonly number[]
}

const packageName = "onnxruntime-node"

/** ONNX Runtime: that of the workspace, or what `kaon setup onnx` installed. Throws NATIVE_UNSUPPORTED where there is none. */
export function onnxRuntime(directory: string = currentCell()?.directory ?? process.cwd()): OnnxRuntime {
  const fix = "Install it: kaon setup onnx."
  const own = createRequire(path.join(directory, "_"))
  const found = resolved(own, packageName) ?? findOnnx()
  if (found === undefined) {
    throw new KaonError("NATIVE_UNSUPPORTED", "ONNX Runtime, which runs ONNX models, is not installed.", { fix })
  }
  try {
    return own(found) as OnnxRuntime
  } catch (cause) {
    throw new KaonError("NATIVE_UNSUPPORTED", `ONNX Runtime cannot be loaded: ${messageOf(cause)}.`, { fix, cause })
  }
}

function resolved(require: NodeJS.Require, name: string): string | undefined {
  try {
    return require.resolve(name)
  } catch {
    return undefined
  }
}
