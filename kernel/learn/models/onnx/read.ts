import { KaonError } from "../../../contracts/errors.ts"
import type { Values as Numbers } from "../../../native/index.ts"
import { broken, messageOf } from "../failure.ts"
import { GraphModel } from "../graph/model.ts"
import type { Fed, Port, PortType } from "../graph/port.ts"
import { bytesAt, isUrl } from "../source.ts"
import { beside } from "../tfjs/artifacts.ts"
import { externalFiles } from "./external.ts"
import { type OnnxPort, type OnnxSession, type OnnxTensor, onnxRuntime } from "./runtime.ts"

const types: Readonly<Record<string, PortType>> = {
  float32: "float32",
  float64: "float64",
  int32: "int32",
  uint8: "uint8",
  int64: "int64",
  bool: "bool",
}

/**
 * Loads an ONNX model by ONNX Runtime, on the processor. Weights in files of their own have to lie beside the model. Throws
 * NATIVE_UNSUPPORTED where ONNX Runtime is not installed, MODEL_INVALID for what it cannot load, with its words.
 */
export async function readOnnx(source: string): Promise<GraphModel> {
  const runtime = onnxRuntime()
  const bytes = await bytesAt(source)
  const external = checkedFiles(source, bytes)
  if (external.length > 0 && isUrl(source)) throw broken(source, `its weights are in ${external[0]}; download both`)
  const session = await runtime.InferenceSession.create(external.length > 0 ? source : bytes, {
    executionProviders: ["cpu"],
    logSeverityLevel: 4,
  }).catch(cause => {
    throw broken(source, messageOf(cause), cause)
  })
  const [inputs, outputs] = portsOf(source, session)
  const run = async (feeds: readonly Fed[]): Promise<Fed[]> => {
    const given = feeds.map(({ dtype, shape, values }, i): [string, OnnxTensor] => [
      inputs[i]!.name,
      new runtime.Tensor(dtype, values, shape),
    ])
    const results = await session.run(Object.fromEntries(given)).catch(cause => {
      throw new KaonError("NATIVE_FAILED", `ONNX Runtime could not run the model: ${messageOf(cause)}.`, { cause })
    })
    return outputs.map(({ name, dtype }) => {
      const { data, dims } = results[name]!
      return { dtype, shape: dims, values: data as Numbers }
    })
  }
  return new GraphModel("ONNX", source, { inputs, outputs, run, [Symbol.dispose]: () => void session.release() })
}

function checkedFiles(source: string, bytes: Uint8Array): string[] {
  let files: string[]
  try {
    files = externalFiles(bytes)
  } catch (cause) {
    throw broken(source, `it is no ONNX model: ${messageOf(cause)}`, cause)
  }
  for (const file of files) beside(source, file)
  return files
}

function portsOf(source: string, session: OnnxSession): [Port[], Port[]] {
  const port = ({ name, isTensor, type = "", shape }: OnnxPort): Port => {
    const dtype = types[type]
    if (!isTensor || dtype === undefined)
      throw broken(source, `"${name}" is ${type || "no tensor"}, which is not used here`)
    return { name, dtype, shape: shape?.map(size => (typeof size === "number" ? size : -1)) }
  }
  return [session.inputMetadata.map(port), session.outputMetadata.map(port)]
}
