import "../compress/dynamic-dense.ts"
import "../models/layers/index.ts"
import { disposeWhole } from "../models/dispose.ts"
import { dropPredictor } from "../native/predictor.ts"
import { compile } from "../steps/compile.ts"
import { widthOf } from "../steps/step.ts"
import { tf } from "../tf.ts"
import { examplesFrom } from "../train/examples.ts"
import { forward } from "../train/forward.ts"
import { predictionAt } from "../train/prediction.ts"
import { type Given, type LoadedBundle, namedClasses, outputSpecs } from "./loaded.ts"
import { invalid, parsedBundle, readLayers } from "./read.ts"

/** A model of layers in memory. All inputs are raw examples: the saved preprocessing is applied as it was in training. */
export interface LoadedModel extends LoadedBundle {
  /** Numbers in one raw example, and in one output. */
  readonly inputWidth: number
  readonly outputWidth: number
  /**
   * The hot path: `batch` × inputWidth raw numbers, row-major → `batch` × outputWidth. Synchronous, allocates nothing that
   * stays; the result is the caller's own.
   */
  predictTensor(flat: Float32Array | Float64Array, batch: number): Float32Array
  /** One array of row-major values for each output of the model, from one or many examples in any form. */
  predict(examples: unknown): Promise<Float32Array[]>
}

/**
 * Loads and warms a bundle of any platform. Throws MODEL_INVALID where it is broken, half-written or changed, with what is
 * wrong; NATIVE_UNSUPPORTED with the command to run where the library that runs it is not installed.
 */
export async function loadBundle(directory: string): Promise<LoadedBundle> {
  const bundle = await parsedBundle(directory)
  return bundle.platform === "tensorflowjs_layers"
    ? loadModel(directory)
    : (await import("./load-graph.ts")).loadGraph(directory, bundle)
}

/** Loads and warms a bundle of layers. Throws MODEL_INVALID as loadBundle does, and for a bundle of another platform. */
export async function loadModel(directory: string): Promise<LoadedModel> {
  const { bundle, artifacts } = await readLayers(directory)
  const model = await tf.loadLayersModel({ load: async () => artifacts }).catch(cause => {
    throw invalid(directory, "its model cannot be built", cause)
  })
  const { run, prepare, shape, columns, inputWidth } = compile(bundle.preprocessing)
  const wanted = model.inputs[0]?.shape.slice(1)
  if (String(wanted) !== String(shape)) {
    throw invalid(directory, `its model takes [${wanted}], its preprocessing gives [${shape}]`)
  }
  const outputWidth = Number(model.outputs[0]!.shape.at(-1))
  const labels = bundle.labels ?? []

  const outputs = (prepared: Float32Array, batch: number): Float32Array => forward(model, prepared, batch, shape)
  const predictTensor = (flat: Float32Array | Float64Array, batch: number) => outputs(run(flat, batch), batch)
  const outputsOf = (input: unknown) => {
    const { values, count } = examplesFrom(input, { columns, inputWidth })
    return { outputs: outputs(prepare(values, count), count), count }
  }
  const dispose = () => {
    dropPredictor(model)
    disposeWhole(model)
  }
  // The first run compiles the loops; nobody's first request should pay for it.
  const blank = columns.map(column => (column.kind === "text" ? [""] : new Float64Array(widthOf(column))))
  for (let i = 0; i < 3; i++) outputs(prepare(blank, 1), 1)

  return {
    bundle,
    outputs: outputSpecs(bundle),
    inputWidth,
    outputWidth,
    predictTensor,
    infer([fed]) {
      const batch = fed!.shape[0] ?? 0
      const values = predictTensor(fed!.values as Float32Array, batch)
      const output: Given = { name: "output", datatype: "FP32", shape: [batch, outputWidth], values }
      return labels.length > 0 ? [output, namedClasses(bundle, values, batch)] : [output]
    },
    async predict(input) {
      return [outputsOf(input).outputs]
    },
    async classify(input) {
      const { outputs, count } = outputsOf(input)
      return Array.from({ length: count }, (_, i) => predictionAt(outputs, i * outputWidth, outputWidth, labels))
    },
    dispose,
    [Symbol.dispose]: dispose,
  }
}
