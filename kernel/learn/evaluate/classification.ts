/** Precision, recall and F1 of one class or of an average over classes. */
export interface Scores {
  precision: number
  recall: number
  f1: number
}

export interface ClassScores extends Scores {
  /** Examples of the class. */
  support: number
}

export interface ClassificationFigures {
  accuracy: number
  macro: Scores
  micro: Scores
  weighted: Scores
  perClass: ClassScores[]
  /** Mean of −ln(probability of the true class). */
  logLoss: number
  /** confusion[actual][predicted], counts. */
  confusion: number[][]
}

/**
 * The figures that scikit-learn computes (accuracy_score, precision_recall_fscore_support with zero_division=0, log_loss):
 * averages are over the classes that occur among the labels or the predictions; 0 / 0 counts as 0.
 */
export function classification(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  probabilityOfActual: ArrayLike<number>,
  classes: number,
): ClassificationFigures {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  for (let i = 0; i < actual.length; i++) confusion[actual[i]!]![predicted[i]!]! += 1
  const perClass = confusion.map((row, index) => {
    const hits = row[index]!
    const support = total(row)
    return { ...scores(hits, total(confusion.map(other => other[index]!)), support), support }
  })
  const occurring = perClass.filter(
    (_, index) => total(confusion[index]!) + total(confusion.map(row => row[index]!)) > 0,
  )
  const hits = total(confusion.map((row, index) => row[index]!))
  return {
    accuracy: ratio(hits, actual.length),
    macro: average(occurring, () => 1),
    micro: scores(hits, actual.length, actual.length),
    weighted: average(occurring, ({ support }) => support),
    perClass,
    logLoss: logLoss(probabilityOfActual),
    confusion,
  }
}

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

const scores = (hits: number, predicted: number, actual: number): Scores => ({
  precision: ratio(hits, predicted),
  recall: ratio(hits, actual),
  f1: ratio(2 * hits, predicted + actual),
})

function average(scores: readonly ClassScores[], weigh: (scores: ClassScores) => number): Scores {
  const weights = total(scores.map(weigh))
  const mean = (key: keyof Scores) => ratio(total(scores.map(score => score[key] * weigh(score))), weights)
  return { precision: mean("precision"), recall: mean("recall"), f1: mean("f1") }
}

function logLoss(probabilities: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < probabilities.length; i++) {
    const kept = Math.min(Math.max(probabilities[i]!, Number.EPSILON), 1 - Number.EPSILON)
    sum -= Math.log(kept)
  }
  return sum / probabilities.length
}
