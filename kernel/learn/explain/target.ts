import { KaonError } from "../../contracts/errors.ts"
import { examplesFrom } from "../train/examples.ts"
import { forwardAll } from "../train/forward.ts"
import { classOf } from "../train/step.ts"
import type { Trained } from "../train/trained.ts"
import type { RawRows } from "./raw-rows.ts"

/** Which number of a model's outputs is explained: of a class its probability, else the number that is predicted. */
export interface Target {
  /** Name of the class, or "prediction". */
  label: string
  /** Reads it from the outputs of one example that start at a place. */
  read(outputs: ArrayLike<number>, start: number): number
  /** Which output, and whether it counts as it is or, for the first of two classes that share one output, as 1 − it. */
  index: number
  sign: 1 | -1
  /** Outputs of one example. */
  size: number
}

/** The target by the name of a class; the one that is predicted for the example without a name. */
export function targetOf({ dataset: { classes } }: Trained, outputs: Float32Array, name: string | undefined): Target {
  const size = outputs.length
  if (classes.length === 0) {
    if (name !== undefined) throw noClass(name, ["the model predicts a number"])
    return { label: "prediction", index: 0, sign: 1, size, read: (values, start) => values[start]! }
  }
  const chosen = name === undefined ? classOf(outputs, 0, size) : classes.indexOf(name)
  if (chosen < 0) throw noClass(name!, classes)
  const label = classes[chosen]!
  if (size > 1) return { label, index: chosen, sign: 1, size, read: (values, start) => values[start + chosen]! }
  const sign = chosen === 1 ? 1 : -1
  return { label, index: 0, sign, size, read: (values, start) => (sign === 1 ? values[start]! : 1 - values[start]!) }
}

const noClass = (name: string, classes: readonly string[]): KaonError =>
  new KaonError("DATA_INVALID", `"${name}" is no class of the model.`, { fix: `Its classes: ${classes.join(", ")}.` })

/** One raw example in whatever form it comes. Throws DATA_INVALID for several. */
export function oneExample(trained: Trained, example: unknown): RawRows {
  const { values, count } = examplesFrom(example, trained.prepare)
  if (count === 1) return { values, count }
  throw new KaonError("DATA_INVALID", `${count} examples were given; one is explained at a time.`, {
    fix: "Give one example.",
  })
}

/** Outputs of raw examples, row-major. */
export async function outputsOf({ model, prepare }: Trained, { values, count }: RawRows): Promise<Float32Array> {
  return await forwardAll(model, prepare.prepare(values, count), count, prepare.shape)
}
