import { readFileSync } from "node:fs"

interface Scores {
  precision: number
  recall: number
  f1: number
}

interface Figures {
  /** Which scikit-learn computed them (see sklearn_figures.py). */
  madeBy: string
  classification: {
    classes: number
    actual: number[]
    predicted: number[]
    probabilityOfActual: number[]
    figures: {
      accuracy: number
      logLoss: number
      macro: Scores
      micro: Scores
      weighted: Scores
      confusion: number[][]
    }
  }[]
  regression: { actual: number[]; predicted: number[]; figures: { mae: number; rmse: number; r2: number } }[]
  scaling: { values: number[]; scaled: Record<"min-max" | "standard" | "robust", number[]> }
}

/** What scikit-learn says of made-up predictions. */
export const figures = JSON.parse(readFileSync(new URL("sklearn-figures.json", import.meta.url), "utf8")) as Figures
