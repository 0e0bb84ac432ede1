import type { Bundle, TensorSpec } from "../../contracts/bundle.ts"
import { KaonError } from "../../contracts/errors.ts"
import type { InputSpec } from "../image.ts"
import { Adopted } from "../models/graph/adopted.ts"
import { GraphModel } from "../models/graph/model.ts"
import type { Port } from "../models/graph/port.ts"
import type { Preprocessing } from "../steps/compile.ts"
import type { DatasetInfo, Trained } from "../train/trained.ts"
import { datatypeOf } from "./loaded.ts"

/** What can be put into service: what was trained here, and what was opened as it is, with a dataset's preparation or without. */
export type Servable = Trained | Adopted | GraphModel

export interface ServedAs {
  /** Names of the classes, in the order of the outputs; those of the dataset without. */
  labels?: readonly string[]
  /** What one example is; as the model or its dataset says without. */
  input?: InputSpec
  /** Of a model that was opened as it is: the output that is the prediction; the first without. */
  output?: string
  /** Of such a model: what is still to be applied to that output. */
  activation?: "softmax" | "sigmoid"
}

export type Described = Pick<Bundle, "inputs" | "outputs" | "input" | "labels">

/** What a bundle says of a model's examples and outputs. Throws SHAPE_MISMATCH where labels or input do not fit the model. */
export function described(model: Servable, as: ServedAs): Described {
  return model instanceof GraphModel ? ofGraph(model, as) : ofPrepared(model, as)
}

/** The width of the prediction, where it is known before the model is run. */
function widthOf(model: Exclude<Servable, GraphModel>): number {
  if (!(model instanceof Adopted)) return Number(model.model.outputs[0]!.shape.at(-1))
  const { outputs } = model.model
  return lastOf(outputs[model.model.outputIndex(model.options.output)]!) ?? (model.dataset.classes.length || 1)
}

const lastOf = ({ shape }: Port): number | undefined => {
  const last = shape?.at(-1)
  return shape === undefined || shape.length < 2 || last! < 0 ? undefined : last
}

function ofPrepared(model: Exclude<Servable, GraphModel>, { labels, input }: ServedAs): Described {
  const { prepare, dataset } = model
  const names = namesOf(dataset, labels)
  const own = inputOf(prepare)
  if (input !== undefined && sizeOf(input) !== prepare.inputWidth) {
    throw new KaonError("SHAPE_MISMATCH", `The input is ${shown(input)}; the model was trained on ${shown(own)}.`, {
      fix:
        own.kind === "image"
          ? `Give input: image(${own.height}, ${own.width}, ${own.channels}).`
          : "Leave the input out.",
    })
  }
  return {
    inputs: [{ name: "input", shape: [-1, ...exampleShape(own)], datatype: "FP32" }],
    outputs: [{ name: "output", shape: [-1, widthOf(model)], datatype: "FP32" }],
    input: input ?? own,
    ...(names.length > 0 && { labels: [...names] }),
  }
}

function namesOf({ name, classes }: DatasetInfo, labels: readonly string[] = classes): readonly string[] {
  if (labels.length === classes.length) return labels
  throw new KaonError(
    "SHAPE_MISMATCH",
    `There are ${labels.length} labels for the ${classes.length} classes of the model.`,
    { fix: `Give labels: ${name}.classes.` },
  )
}

function ofGraph(model: GraphModel, { labels = [], input, output }: ServedAs): Described {
  const chosen = model.outputs[model.outputIndex(output)]!
  const width = lastOf(chosen)
  if (labels.length > 0 && width !== undefined && width !== labels.length && !(width === 1 && labels.length === 2)) {
    throw new KaonError(
      "SHAPE_MISMATCH",
      `There are ${labels.length} labels for the ${width} numbers of output "${chosen.name}".`,
      { fix: `Give a label for each, or name the output that is the prediction: ${namesIn(model.outputs)}.` },
    )
  }
  const shape = model.inputs[0]?.shape?.slice(1) ?? []
  if (input !== undefined && !shape.includes(-1) && sizeOf(input) !== shape.reduce((a, b) => a * b, 1)) {
    throw new KaonError("SHAPE_MISMATCH", `The input is ${shown(input)}; the model takes [${shape.join(", ")}].`, {
      fix: "Leave the input out, or give the size that the model takes.",
    })
  }
  return {
    inputs: model.inputs.map(specOf),
    outputs: model.outputs.map(specOf),
    input: input ?? { kind: "tensor", shape },
    ...(labels.length > 0 && { labels: [...labels] }),
  }
}

const specOf = ({ name, dtype, shape }: Port): TensorSpec => ({
  name,
  shape: [...(shape ?? [-1])],
  datatype: datatypeOf[dtype],
  ...(shape === undefined && { anyRank: true }),
})

const namesIn = (ports: readonly Port[]): string => ports.map(({ name }) => name).join(", ")

/** What one raw example is: an image where it is nothing else, or so many numbers. */
export function inputOf({ columns, inputWidth }: Preprocessing): InputSpec {
  const [only] = columns
  const [height, width, channels] = only?.shape ?? []
  if (columns.length === 1 && only!.kind === "image" && height && width && channels) {
    return { kind: "image", height, width, channels }
  }
  return { kind: "tensor", shape: columns.length === 1 && only!.shape.length > 0 ? only!.shape : [inputWidth] }
}

export const exampleShape = (input: InputSpec): number[] =>
  input.kind === "image" ? [input.height, input.width, input.channels] : input.shape

const sizeOf = (input: InputSpec): number => exampleShape(input).reduce((a, b) => a * b, 1)

export const shown = (input: InputSpec): string =>
  input.kind === "image"
    ? `an image of ${input.height}×${input.width}×${input.channels}`
    : `[${input.shape.join(", ")}]`
