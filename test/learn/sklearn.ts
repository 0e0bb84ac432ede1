import { readFileSync } from "node:fs"

interface Figures {
  /** Which scikit-learn computed them (see sklearn_figures.py). */
  madeBy: string
  scaling: { values: number[]; scaled: Record<"min-max" | "standard" | "robust", number[]> }
}

/** How scikit-learn scales made-up values. */
export const figures = JSON.parse(readFileSync(new URL("sklearn-figures.json", import.meta.url), "utf8")) as Figures
