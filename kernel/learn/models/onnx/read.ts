import { KaonError } from "../../../contracts/errors.ts"
import type { Values as Numbers } from "../../../native/index.ts"
import { broken, messageOf } from "../failure.ts"
import { GraphModel } from "../graph/model.ts"
import type { Fed, Port, PortType } from "../graph/port.ts"
import { bundledName } from "../kept.ts"
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
 * Loads an ONNX model by ONNX Runtime, on the processor. Weights in files of their own have to lie beside the model. The
 * runtime is looked for from `directory` on, without it from the notebook's folder. Throws NATIVE_UNSUPPORTED where ONNX Runtime is not installed, MODEL_INVALID for what it cannot load, with its words.
 */
export async function readOnnx(source: string, directory?: string): Promise<GraphModel> {
  const runtime = onnxRuntime(directory)
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
  const names = outputs.map(({ name }) => name)
  const files = async () =>
    Object.fromEntries([[bundledName.ONNX, source], ...external.map(name => [name, beside(source, name)])])
  const run = async (feeds: readonly Fed[]): Promise<Fed[]> => {
    const given = feeds.map(({ dtype, shape, values }, i): [string, OnnxTensor] => [
      inputs[i]!.name,
      new runtime.Tensor(dtype, values, shape),
    ])
    const results = await session.run(Object.fromEntries(given), names).catch(cause => {
      throw new KaonError("NATIVE_FAILED", `ONNX Runtime could not run the model: ${messageOf(cause)}.`, { cause })
    })
    return outputs.map(({ name, dtype }) => {
      const { data, dims } = results[name]!
      return { dtype, shape: dims, values: data as Numbers }
    })
  }
  const dispose = () => void session.release()
  return new GraphModel("ONNX", source, { inputs, outputs, run, origin: { files }, [Symbol.dispose]: dispose })
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
  // A classifier of scikit-learn also gives texts, or a list of maps: its numbers are enough.
  const numbers = session.outputMetadata.filter(({ isTensor, type = "" }) => isTensor && type in types)
  return [session.inputMetadata.map(port), (numbers.length > 0 ? numbers : session.outputMetadata).map(port)]
}
