import "../compress/dynamic-dense.ts"
import "../models/layers/index.ts"
import type { Bundle } from "../../contracts/bundle.ts"
import { dropPredictor } from "../native/predictor.ts"
import { compile } from "../steps/compile.ts"
import { widthOf } from "../steps/step.ts"
import { tf } from "../tf.ts"
import { examplesFrom } from "../train/examples.ts"
import { forward } from "../train/forward.ts"
import { type Prediction, predictionAt } from "../train/prediction.ts"
import { invalid, readBundle } from "./read.ts"

/** A saved model in memory. All inputs are raw examples: the saved preprocessing is applied as it was in training. */
export interface LoadedModel {
  readonly bundle: Bundle
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
  /** The same as labelled predictions, one for each example. */
  classify(examples: unknown): Promise<Prediction[]>
  /** Frees the weights; nothing can be predicted after it. */
  dispose(): void
  [Symbol.dispose](): void
}

/** Loads and warms a bundle. Throws MODEL_INVALID where it is broken, half-written or changed, with what is wrong. */
export async function loadModel(directory: string): Promise<LoadedModel> {
  const { bundle, artifacts } = await readBundle(directory)
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
    model.dispose()
  }
  // The first run compiles the loops; nobody's first request should pay for it.
  const blank = columns.map(column => (column.kind === "text" ? [""] : new Float64Array(widthOf(column))))
  for (let i = 0; i < 3; i++) outputs(prepare(blank, 1), 1)

  return {
    bundle,
    inputWidth,
    outputWidth,
    predictTensor,
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
