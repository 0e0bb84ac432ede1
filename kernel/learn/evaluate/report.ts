import { randomUUID } from "node:crypto"
import { kindSymbol } from "../../contracts/brand.ts"
import { type CellContext, currentCell } from "../../contracts/context.ts"
import { KaonError } from "../../contracts/errors.ts"
import type { MimeBundle } from "../../contracts/mime.ts"
import { type Displayable, displaySymbol, type View } from "../show/displayable.ts"
import type { ClassificationFigures, Scores } from "./classification.ts"
import { Confusion } from "./confusion.ts"
import { gallery } from "./gallery.ts"
import type { Gate } from "./gate.ts"
import { noteRead } from "./last-read.ts"
import { type Outcomes, places, wrongness } from "./outcomes.ts"
import type { RegressionFigures } from "./regression.ts"
import { reportBundle } from "./report-bundle.ts"

export interface PerClass extends Scores {
  label: string
  support: number
}

/** How good a model is on some examples. Figures that its task does not have throw DATA_INVALID when read. */
export class Report implements Displayable {
  readonly [kindSymbol] = "report"
  readonly task: "classification" | "regression"
  /** Examples it is about. */
  readonly rows: number
  readonly gates: Gate[] = []
  readonly outcomes: Outcomes
  /** Every figure by name; averages over classes are macro averages. */
  readonly figures: Readonly<Record<string, number>>
  readonly #classification: ClassificationFigures | undefined
  readonly #id = `report-${randomUUID()}`
  #shownIn: CellContext | undefined

  constructor(outcomes: Outcomes, figures: ClassificationFigures | RegressionFigures) {
    this.outcomes = outcomes
    this.rows = outcomes.actual.length
    const classes = "confusion" in figures ? figures : undefined
    this.#classification = classes
    this.task = classes === undefined ? "regression" : "classification"
    this.figures = classes
      ? { accuracy: classes.accuracy, ...classes.macro, logLoss: classes.logLoss }
      : { ...(figures as RegressionFigures) }
  }

  get accuracy(): number {
    return this.#figure("accuracy")
  }
  get precision(): number {
    return this.#figure("precision")
  }
  get recall(): number {
    return this.#figure("recall")
  }
  get f1(): number {
    return this.#figure("f1")
  }
  get logLoss(): number {
    return this.#figure("logLoss")
  }
  get mae(): number {
    return this.#figure("mae")
  }
  get rmse(): number {
    return this.#figure("rmse")
  }
  get r2(): number {
    return this.#figure("r2")
  }

  /** Averages over all decisions alike. */
  get micro(): Scores {
    return this.#classes("micro averages").micro
  }
  /** Averages over classes, each by its number of examples. */
  get weighted(): Scores {
    return this.#classes("weighted averages").weighted
  }
  get perClass(): PerClass[] {
    const { classes } = this.outcomes
    return this.#classes("figures per class").perClass.map((scores, i) => ({ label: classes[i]!, ...scores }))
  }

  /** Shows how often each class was taken for each other. */
  confusion(): Confusion {
    return new Confusion(this.#classes("confusion matrix").confusion, this.outcomes).show()
  }

  /** Shows the examples that were predicted worst. */
  worst(count = 25): View {
    const order = places(this.outcomes).sort((a, b) => wrongness(this.outcomes, b) - wrongness(this.outcomes, a))
    return gallery(
      `the ${Math.min(count, this.rows)} worst of ${this.rows}`,
      this.outcomes,
      order.slice(0, count),
    ).show()
  }

  /** Shows the first examples with their predictions. */
  predictions(count = 25): View {
    return gallery(
      `predictions of ${this.outcomes.split.name}`,
      this.outcomes,
      places(this.outcomes).slice(0, count),
    ).show()
  }

  /** Shows the report under the running cell; gates that are added later appear in it. */
  show(): this {
    const cell = currentCell()
    cell?.display(reportBundle(this), { displayId: this.#id, update: this.#shownIn !== undefined })
    this.#shownIn = cell ?? this.#shownIn
    return this
  }

  addGate(gate: Gate): void {
    this.gates.push(gate)
    if (this.#shownIn !== undefined) this.show()
  }

  get confusionCounts(): number[][] | undefined {
    return this.#classification?.confusion
  }

  [displaySymbol](): MimeBundle {
    const cell = currentCell()
    return cell !== undefined && cell === this.#shownIn ? {} : reportBundle(this)
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return String(reportBundle(this)["text/plain"])
  }

  #figure(name: string): number {
    const value = this.figures[name]
    if (value === undefined) throw this.#lacks(name)
    return noteRead(this, name, value)
  }

  #classes(what: string): ClassificationFigures {
    if (this.#classification === undefined) throw this.#lacks(what)
    return this.#classification
  }

  #lacks(what: string): KaonError {
    return new KaonError("DATA_INVALID", `The report is about a ${this.task}; it has no ${what}.`, {
      fix: `It has ${Object.keys(this.figures).join(", ")}.`,
    })
  }
}
