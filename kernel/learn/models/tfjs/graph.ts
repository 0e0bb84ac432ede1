import { createRequire } from "node:module"
import { KaonError } from "../../../contracts/errors.ts"
import { type Core, tf } from "../../tf.ts"
import { broken, messageOf } from "../failure.ts"
import { GraphModel } from "../graph/model.ts"
import { type Fed, type Port, tensorOf } from "../graph/port.ts"
import type { Artifacts } from "./artifacts.ts"

interface TfjsPort {
  name: string
  dtype?: string
  shape?: number[]
}
interface Converted {
  readonly inputs: readonly TfjsPort[]
  readonly outputs: readonly TfjsPort[]
  execute(inputs: Record<string, Core.Tensor>, outputs: string[]): Core.Tensor | Core.Tensor[]
  executeAsync(inputs: Record<string, Core.Tensor>, outputs: string[]): Promise<Core.Tensor | Core.Tensor[]>
  dispose(): void
}

const require = createRequire(import.meta.url)

/** Operations after which sizes or ways are known only when the values are: TensorFlow.js has to wait for those. */
const varying =
  /"op":"(Switch|Merge|Enter|Exit|NextIteration|LoopCond|(Stateless)?(If|While)|TensorArray\w*|TensorList\w*|NonMaxSuppression\w*|Where|Unique\w*)"/

/** A graph model of TensorFlow.js, run by its own operations on the backend in use. Throws MODEL_INVALID for what is none. */
export async function readGraphModel(
  source: string,
  { json, topology, specs, weights, files }: Artifacts,
): Promise<GraphModel> {
  const { loadGraphModel } = require("@tensorflow/tfjs-converter") as {
    loadGraphModel(handler: { load(): Promise<Core.io.ModelArtifacts> }): Promise<Converted>
  }
  const artifacts = {
    ...json,
    modelTopology: topology,
    weightSpecs: specs as Core.io.WeightsManifestEntry[],
    weightData: weights.buffer,
  }
  const model = await loadGraphModel({ load: async () => artifacts }).catch(cause => {
    throw broken(source, messageOf(cause), cause)
  })
  const waits = varying.test(JSON.stringify(topology))
  const [inputs, outputs] = [model.inputs.map(portOf), model.outputs.map(portOf)]
  const run = async (feeds: readonly Fed[]): Promise<Fed[]> => {
    const given = Object.fromEntries(feeds.map((fed, i) => [inputs[i]!.name, tensorOf(fed)]))
    try {
      const names = outputs.map(({ name }) => name)
      const results = [waits ? await model.executeAsync(given, names) : model.execute(given, names)].flat()
      const fed = results.map((tensor, i) => {
        const values =
          tensor.dtype === "float32" ? Float32Array.from(tensor.dataSync()) : Int32Array.from(tensor.dataSync())
        return { dtype: outputs[i]!.dtype === "float32" ? "float32" : "int32", shape: tensor.shape, values } as const
      })
      tf.dispose(results)
      return fed
    } catch (cause) {
      throw new KaonError("MODEL_INVALID", `The model could not be run: ${messageOf(cause)}.`, {
        fix: "It may use an operation that TensorFlow.js does not have here: open its SavedModel or ONNX form.",
        cause,
      })
    } finally {
      tf.dispose(given)
    }
  }
  return new GraphModel("TensorFlow.js graph", source, {
    inputs,
    outputs,
    run,
    origin: { files: async () => files },
    [Symbol.dispose]: () => model.dispose(),
  })
}

const portOf = ({ name, dtype, shape }: TfjsPort): Port => ({
  name,
  dtype: dtype === "int32" || dtype === "bool" ? dtype : "float32",
  shape,
})
