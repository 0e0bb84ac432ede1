import { KaonError } from "../../contracts/errors.ts"
import type { Dataset } from "../data/dataset.ts"
import type { Split } from "../data/split.ts"
import type { Weighing } from "../data/stream/chunks.ts"
import type { FitOptions } from "./options.ts"

/**
 * How much examples count, of rows that are read as they are trained on. Undefined where nothing is weighted. Throws DATA_INVALID for an unknown class, or a
 * weight that is none.
 */
export function weighing(options: FitOptions, dataset: Dataset): Weighing | undefined {
  const { sampleWeights } = options
  const classes = classWeights(options, dataset)
  if (classes === undefined && sampleWeights === undefined) return undefined
  return { classes, row: sampleWeights && (row => checked(sampleWeights(row), "sampleWeights gives a row")) }
}

/**
 * How much each example of the training split counts: the weight of its class times its own. Undefined where neither was
 * given. Throws DATA_INVALID for an unknown class, or a weight that is negative or not a number.
 */
export function exampleWeights(options: FitOptions, dataset: Dataset, train: Split): Float32Array | undefined {
  const { sampleWeights } = options
  const classes = classWeights(options, dataset)
  if (classes === undefined && sampleWeights === undefined) return undefined
  const weights =
    classes === undefined ? new Float32Array(train.size).fill(1) : Float32Array.from(train.ys, y => classes[y]!)
  if (sampleWeights === undefined) return weights
  for (let place = 0; place < train.size; place++) {
    const [row] = train.rows({ offset: place, limit: 1 })
    weights[place]! *= checked(
      sampleWeights(row!),
      `sampleWeights gives ${place === 0 ? "the first row" : `row ${place}`}`,
    )
  }
  return weights
}

function classWeights({ classWeights: weights }: FitOptions, { name, classes }: Dataset): Float32Array | undefined {
  if (weights === undefined) return undefined
  const unknown = Object.keys(weights).find(label => !classes.includes(label))
  if (unknown !== undefined) {
    throw new KaonError("DATA_INVALID", `classWeights names "${unknown}", which is no class of "${name}".`, {
      fix: `Its classes are ${classes.join(", ")}.`,
    })
  }
  return Float32Array.from(classes, label => checked(weights[label] ?? 1, `classWeights gives "${label}"`))
}

function checked(weight: number, what: string): number {
  if (Number.isFinite(weight) && weight >= 0) return weight
  throw new KaonError("DATA_INVALID", `${what} the weight ${weight}.`, { fix: "Give weights of 0 or more." })
}
