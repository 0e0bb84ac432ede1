import type { Calibration } from "../metrics/calibration.ts"
import { column } from "../metrics/input.ts"
import { averagePrecision, precisionRecallCurve } from "../metrics/precision-recall.ts"
import { rocAuc, rocCurve } from "../metrics/roc.ts"
import type { View } from "../show/displayable.ts"
import { figure, textTable } from "../show/text-table.ts"
import { type Point, squareChart } from "./charts.ts"
import type { confidence } from "./figures.ts"
import type { Outcomes } from "./outcomes.ts"

type WithTable = Parameters<typeof confidence>[0]

/** Each class against the rest: its name, what is true, its scores. Of two classes the second alone. */
function oneByOne({ classes, actual }: Outcomes, { probabilities }: WithTable) {
  const wanted = classes.length === 2 ? [1] : classes.map((_, i) => i)
  return wanted
    .filter(index => actual.includes(index) && actual.some(value => value !== index))
    .map(index => ({
      name: classes[index]!,
      truth: Array.from(actual, value => Number(value === index)),
      scores: column(probabilities, index),
    }))
}

const pairs = (x: readonly number[], y: readonly number[]): Point[] => x.map((value, i) => [value, y[i]!])

/** How many of the others each class lets pass to be found, at every threshold. */
export function rocChart(outcomes: Outcomes, judged: WithTable): View {
  const classes = oneByOne(outcomes, judged)
  const curves = classes.map(({ name, truth, scores }) => {
    const { falsePositiveRate, truePositiveRate } = rocCurve(truth, scores, judged)
    return [name, pairs(falsePositiveRate, truePositiveRate)] as const
  })
  const areas = classes.map(({ name, truth, scores }) => [name, rocAuc(truth, scores, judged)])
  return squareChart({
    title: "ROC",
    x: "false positive rate",
    y: "true positive rate",
    curves: Object.fromEntries(curves),
    diagonal: "chance",
    text: textTable(["class", "area"], areas),
  })
}

/** How often each class is right against how much of it is found, at every threshold. */
export function precisionRecallChart(outcomes: Outcomes, judged: WithTable): View {
  const classes = oneByOne(outcomes, judged)
  const curves = classes.map(({ name, truth, scores }) => {
    const { precision, recall } = precisionRecallCurve(truth, scores, judged)
    return [name, pairs([0, ...recall], [1, ...precision])] as const
  })
  const areas = classes.map(({ name, truth, scores }) => [name, averagePrecision(truth, scores, judged)])
  return squareChart({
    title: "Precision and recall",
    x: "recall",
    y: "precision",
    curves: Object.fromEntries(curves),
    text: textTable(["class", "average precision"], areas),
  })
}

/** How often what was predicted so surely came true. */
export function calibrationChart({ bins, error }: Calibration): View {
  const rows = bins.map(({ predicted, observed, count }) => [predicted, observed, count])
  return squareChart({
    title: `Calibration (error ${figure(error)})`,
    x: "predicted probability",
    y: "came true",
    curves: { calibration: bins.map(({ predicted, observed, count }): Point => [predicted, observed, count]) },
    diagonal: "as sure as it should be",
    counted: "examples",
    text: textTable(["predicted", "came true", "examples"], rows),
  })
}
