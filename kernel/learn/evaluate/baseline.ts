import { KaonError } from "../../contracts/errors.ts"
import type { Dataset } from "../data/dataset.ts"
import { valuesOf } from "../data/input-columns.ts"
import type { Split } from "../data/split.ts"
import { widthOf } from "../data/table.ts"
import { quantile } from "../metrics/bootstrap.ts"
import { predictionAt } from "../train/prediction.ts"
import { judged } from "./judged.ts"
import { judgedNumbers } from "./judgements.ts"
import { Report } from "./report.ts"

export interface BaselineOptions {
  /** Of a series: what comes is what was so many steps ago (seasonal naive). The mean without it. */
  season?: number
  /** The number that is guessed of all others: the "mean" of the training rows without it. */
  guess?: "mean" | "median"
  /** What is measured on; the test split without it. */
  on?: Split
}

/**
 * The report of a guess that has learnt nothing of the features, for a model to be held against: the most frequent class
 * with the classes' shares as probabilities, the mean, or the season before. Throws DATA_INVALID for a season that the past
 * of the windows does not hold.
 */
export function baseline(dataset: Dataset, options: BaselineOptions = {}): Report {
  const split = options.on ?? dataset.test
  if (split.size === 0) {
    throw new KaonError("DATA_INVALID", `The ${split.name} split has no rows to evaluate on.`, {
      fix: "Hold back a share of the rows with split({ test: 0.2 }).",
    })
  }
  const { classes } = dataset
  const outputs =
    classes.length > 0
      ? repeated(shares(dataset), split.size)
      : options.season === undefined
        ? repeated(middle(dataset, options.guess ?? "mean"), split.size)
        : seasonBefore(split, options.season)
  const actual = split.ys
  const size = outputs.length / split.size
  const predictions = Array.from({ length: split.size }, (_, i) => predictionAt(outputs, i * size, size, classes))
  const judgements =
    classes.length === 0
      ? judgedNumbers(outputs, actual, split.size)
      : judged({
          actual,
          predicted: Float64Array.from(predictions, ({ value }) => value),
          probabilities: { values: outputs, rows: split.size, columns: size },
          weights: undefined,
          classes: classes.length,
        })
  return new Report({ split, actual, predictions, classes, judged: judgements }).show()
}

function shares({ train, classes }: Dataset): Float64Array {
  const counts = new Float64Array(classes.length)
  for (const label of train.ys) counts[label]! += 1
  return counts.map(count => count / train.size)
}

/** The mean or median of each of the numbers that are predicted. */
function middle({ train }: Dataset, guess: "mean" | "median"): Float64Array {
  const { ys, targets, size } = train
  return Float64Array.from({ length: targets }, (_, j) => {
    const values = Float64Array.from({ length: size }, (_, i) => ys[i * targets + j]!)
    return guess === "median" ? quantile([...values.sort()], 0.5) : values.reduce((a, b) => a + b, 0) / size
  })
}

const repeated = (one: Float64Array, times: number): Float64Array =>
  Float64Array.from({ length: one.length * times }, (_, i) => one[i % one.length]!)

function seasonBefore(split: Split, season: number): Float64Array {
  const { features, target, payload } = split.source
  const past = features.find(({ name }) => target.name === `${name} ahead`)
  const held = past === undefined || payload.reach === undefined ? 0 : widthOf(past)
  if (past === undefined || !Number.isInteger(season) || season < 1 || season > held) {
    throw new KaonError(
      "DATA_INVALID",
      `A season of ${season} steps is not in the past of the windows (${held} steps).`,
      {
        fix: "Make windows with a past of a season or more, of the column that is predicted.",
      },
    )
  }
  const values = valuesOf(past, split.indices) as Float64Array
  const { targets, size } = split
  return Float64Array.from({ length: size * targets }, (_, i) => {
    const [row, step] = [Math.floor(i / targets), i % targets]
    return values[(row + 1) * held - season + (step % season)]!
  })
}
