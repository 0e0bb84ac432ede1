import { KaonError } from "../../../contracts/errors.ts"
import type { Dataset } from "../../data/dataset.ts"
import type { Row } from "../../data/row.ts"
import type { Split } from "../../data/split.ts"
import { compile, type Preprocessing } from "../../steps/compile.ts"
import { examplesFrom, type Numbers } from "../../train/examples.ts"
import { type Prediction, predictionAt } from "../../train/prediction.ts"
import type { DatasetInfo } from "../../train/trained.ts"
import { shown, sizeOf } from "../tensor.ts"
import type { GraphModel } from "./model.ts"
import { fedNumbers, numbersOf, type Port } from "./port.ts"

/** What a dataset says of the examples that a model is fed. */
export type Fitted = Pick<Dataset, "name" | "fingerprint" | "classes" | "steps">

export interface AdoptOptions {
  /** Name of the output that is the prediction; the first without it. */
  output?: string
  /** What is still to be applied to the outputs: models of PyTorch often give logits. Nothing without it. */
  activation?: "softmax" | "sigmoid"
}

/** A graph model with the preparation and the classes of a dataset: it predicts from raw examples and can be evaluated. */
export class Adopted {
  readonly model: GraphModel
  readonly dataset: DatasetInfo
  readonly prepare: Preprocessing
  readonly options: AdoptOptions
  readonly #port: Port
  readonly #shape: Shaping

  constructor(model: GraphModel, dataset: Fitted, options: AdoptOptions) {
    const { name, fingerprint, classes, steps } = dataset
    this.model = model
    this.dataset = { name, fingerprint, classes }
    this.prepare = compile(steps)
    this.options = options
    const [port, ...others] = model.inputs
    if (port === undefined || others.length > 0) {
      throw new KaonError("SHAPE_MISMATCH", `The model takes ${model.inputs.length} inputs; a dataset feeds one.`, {
        fix: "Call its run with each of them by name.",
      })
    }
    this.#port = port
    this.#shape = shapingOf(port, this.prepare.shape, name)
    model.outputIndex(options.output)
  }

  /** Outputs for prepared examples, row-major. Throws SHAPE_MISMATCH where they are not one for each class. */
  async outputs(xs: Float32Array, count: number): Promise<Float32Array> {
    const { turn, shape } = this.#shape
    const fed = fedNumbers(this.#port, turn(xs, count), [count, ...shape])
    const outputs = numbersOf(await this.model.predictFed(fed, this.options.output))
    const width = outputs.length / count
    const classes = this.dataset.classes.length
    const wanted = classes === 0 ? [1] : classes === 2 ? [2, 1] : [classes]
    if (!wanted.includes(width)) {
      throw new KaonError(
        "SHAPE_MISMATCH",
        `The model gives ${width} numbers for each example; "${this.dataset.name}" needs ${wanted.join(" or ")}.`,
        { fix: "Name the output that is the prediction: models.adopt(model, dataset, { output })." },
      )
    }
    return activated(outputs, width, this.options.activation)
  }

  /** Predicts from raw examples, as Trained does. */
  predict(one: Numbers | Row): Promise<Prediction>
  predict(many: readonly Row[] | readonly Numbers[] | Split): Promise<Prediction[]>
  async predict(input: unknown): Promise<Prediction | Prediction[]> {
    const { values, count, one } = examplesFrom(input, this.prepare)
    const outputs = await this.outputs(this.prepare.prepare(values, count), count)
    const size = outputs.length / Math.max(count, 1)
    const predictions = Array.from({ length: count }, (_, i) =>
      predictionAt(outputs, i * size, size, this.dataset.classes),
    )
    return one ? predictions[0]! : predictions
  }
}

/** How examples of a dataset become those that a model takes. */
interface Shaping {
  shape: readonly number[]
  turn(xs: Float32Array, count: number): Float32Array
}

const fits = (wanted: readonly number[], given: readonly number[]): boolean =>
  wanted.length === given.length && wanted.every((size, i) => size < 0 || size === given[i])

/** As they are, with the channels of images first, or in another shape of as many numbers. */
function shapingOf({ name, shape: port }: Port, example: readonly number[], dataset: string): Shaping {
  const wanted = port?.slice(1)
  const same = (shape: readonly number[]): Shaping => ({ shape, turn: xs => xs })
  if (wanted === undefined || fits(wanted, example)) return same(example)
  const [height, width, channels] = example as [number, number, number]
  if (example.length === 3 && fits(wanted, [channels, height, width]))
    return { shape: [channels, height, width], turn: (xs, count) => channelsFirst(xs, count, height * width, channels) }
  if (wanted.every(size => size > 0) && sizeOf(wanted) === sizeOf(example)) return same(wanted)
  throw new KaonError(
    "SHAPE_MISMATCH",
    `Input "${name}" takes examples of shape ${shown(wanted)}; those of "${dataset}" have shape ${shown(example)}.`,
    { fix: "Prepare the dataset as the model's author did." },
  )
}

/** Images [height, width, channels] in a row as [channels, height, width]; `places` is height × width. */
export function channelsFirst<Pixels extends Float32Array | Float64Array>(
  xs: Pixels,
  count: number,
  places: number,
  channels: number,
): Pixels {
  const turned = xs.slice() as Pixels
  for (let i = 0; i < count; i++) {
    const at = i * places * channels
    for (let place = 0; place < places; place++)
      for (let channel = 0; channel < channels; channel++)
        turned[at + channel * places + place] = xs[at + place * channels + channel]!
  }
  return turned
}

export function activated(outputs: Float32Array, width: number, activation: AdoptOptions["activation"]): Float32Array {
  if (activation === undefined) return outputs
  if (activation === "sigmoid") return outputs.map(value => 1 / (1 + Math.exp(-value)))
  const probabilities = new Float32Array(outputs.length)
  for (let at = 0; at < outputs.length; at += width) {
    const row = outputs.subarray(at, at + width)
    const most = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
    const exponents = row.map(value => Math.exp(value - most))
    const sum = exponents.reduce((a, b) => a + b, 0)
    probabilities.set(
      exponents.map(value => value / sum),
      at,
    )
  }
  return probabilities
}
