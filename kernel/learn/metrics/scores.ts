import { ratio } from "./sums.ts"
import { margins, type Tally } from "./tally.ts"

/** Precision, recall and F1 of one class or of an average over classes. */
export interface Scores {
  precision: number
  recall: number
  f1: number
}

export interface ClassScores extends Scores {
  /** Weight of the examples of the class; their number where none was weighted. */
  support: number
}

export interface Averages {
  accuracy: number
  /** Over the classes that occur among what is true or predicted, each alike. */
  macro: Scores
  /** Over all decisions alike. */
  micro: Scores
  /** Over classes, each by its support. */
  weighted: Scores
  perClass: ClassScores[]
}

/** accuracy_score and precision_recall_fscore_support of scikit-learn, where 0 / 0 counts as 0. */
export function scoresOf({ counts, occurring: known }: Tally): Averages {
  const { actual, predicted, hits, total, right } = margins(counts)
  const perClass = counts.map((_, i) => ({ ...scores(hits[i]!, predicted[i]!, actual[i]!), support: actual[i]! }))
  const occurring = known.map(i => perClass[i]!)
  return {
    accuracy: ratio(right, total),
    macro: average(occurring, () => 1),
    micro: scores(right, total, total),
    weighted: average(occurring, ({ support }) => support),
    perClass,
  }
}

const scores = (hits: number, predicted: number, actual: number): Scores => ({
  precision: ratio(hits, predicted),
  recall: ratio(hits, actual),
  f1: ratio(2 * hits, predicted + actual),
})

function average(all: readonly ClassScores[], weigh: (scores: ClassScores) => number): Scores {
  const whole = all.reduce((sum, scores) => sum + weigh(scores), 0)
  const mean = (key: keyof Scores) =>
    ratio(
      all.reduce((sum, scores) => sum + scores[key] * weigh(scores), 0),
      whole,
    )
  return { precision: mean("precision"), recall: mean("recall"), f1: mean("f1") }
}
