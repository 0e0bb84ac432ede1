import { KaonError } from "../../contracts/errors.ts"
import { View } from "../show/displayable.ts"
import { textTable } from "../show/text-table.ts"
import { vegaBundle } from "../show/vega.ts"
import { gallery } from "./gallery.ts"
import { type Outcomes, places } from "./outcomes.ts"

/** How often each class was taken for each other: a heat map, and a table in plain text. */
export class Confusion extends View {
  /** counts[actual][predicted]. */
  readonly counts: number[][]
  readonly classes: readonly string[]
  readonly #outcomes: Outcomes

  constructor(counts: number[][], outcomes: Outcomes) {
    super(vegaBundle(heatMap(counts, outcomes.classes), table(counts, outcomes.classes)))
    this.counts = counts
    this.classes = outcomes.classes
    this.#outcomes = outcomes
  }

  /** Shows the examples of one cell of the matrix. */
  examples(actual: string, predicted: string, count = 25): View {
    const { classes } = this
    for (const name of [actual, predicted]) {
      if (classes.includes(name)) continue
      throw new KaonError("DATA_INVALID", `"${name}" is no class.`, { fix: `The classes are ${classes.join(", ")}.` })
    }
    const wanted = classes.indexOf(actual)
    const found = places(this.#outcomes).filter(
      place => this.#outcomes.actual[place] === wanted && this.#outcomes.predictions[place]!.label === predicted,
    )
    const title = `${found.length} examples of ${actual} predicted as ${predicted}`
    return gallery(title, this.#outcomes, found.slice(0, count)).show()
  }
}

const table = (counts: number[][], classes: readonly string[]): string =>
  textTable(
    ["true \\ predicted", ...classes],
    counts.map((row, i) => [classes[i]!, ...row]),
  )

function heatMap(counts: number[][], classes: readonly string[]) {
  const values = counts.flatMap((row, i) =>
    row.map((count, j) => ({
      actual: classes[i]!,
      predicted: classes[j]!,
      count,
      share: count / Math.max(1, sum(row)),
    })),
  )
  const axis = (field: string, title: string) => ({ field, type: "nominal", sort: [...classes], title })
  return {
    data: { values },
    width: { step: 32 },
    height: { step: 32 },
    encoding: { x: axis("predicted", "predicted"), y: axis("actual", "true") },
    layer: [
      {
        mark: { type: "rect", tooltip: true },
        encoding: {
          color: {
            field: "share",
            type: "quantitative",
            scale: { scheme: "blues", domain: [0, 1] },
            title: "share of the true class",
          },
        },
      },
      {
        mark: "text",
        encoding: {
          text: { field: "count", type: "quantitative" },
          color: { condition: { test: "datum.share > 0.5", value: "white" }, value: "black" },
        },
      },
    ],
  }
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
