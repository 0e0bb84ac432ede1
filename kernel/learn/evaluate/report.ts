import { randomUUID } from "node:crypto"
import { kindSymbol } from "../../contracts/brand.ts"
import { type CellContext, currentCell } from "../../contracts/context.ts"
import { KaonError } from "../../contracts/errors.ts"
import type { MimeBundle } from "../../contracts/mime.ts"
import type { CalibrationOptions } from "../metrics/calibration.ts"
import { topK } from "../metrics/probabilities.ts"
import { type AucOptions, rocAuc } from "../metrics/roc.ts"
import { type Averages, type Scores, scoresOf } from "../metrics/scores.ts"
import { type Displayable, displaySymbol, type View } from "../show/displayable.ts"
import { Confusion } from "./confusion.ts"
import { calibrationChart, precisionRecallChart, rocChart } from "./curves.ts"
import { confidence, figuresFor, hasProbabilities } from "./figures.ts"
import { forecastChart, type StepsAhead, stepsAhead } from "./forecast.ts"
import { gallery } from "./gallery.ts"
import type { Gate } from "./gate.ts"
import { type IntervalOptions, type Intervals, intervalsOf } from "./intervals.ts"
import type { Judged } from "./judged.ts"
import { noteRead } from "./last-read.ts"
import { type Outcomes, places, wrongness } from "./outcomes.ts"
import { reportBundle } from "./report-bundle.ts"
import { type SliceBy, type Slices, slicesOf } from "./slices.ts"

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
  readonly #scores: Averages | undefined
  readonly #id = `report-${randomUUID()}`
  #shownIn: CellContext | undefined

  constructor(outcomes: Outcomes) {
    const { judged } = outcomes
    this.outcomes = outcomes
    this.rows = outcomes.predictions.length
    this.task = judged.classes === 0 ? "regression" : "classification"
    this.#scores = judged.classes === 0 ? undefined : scoresOf(judged.tally())
    this.figures = Object.fromEntries(Object.entries(figuresFor(judged)).map(([name, of]) => [name, of(judged)]))
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
  /** Mean recall of the classes that occur. */
  get balancedAccuracy(): number {
    return this.#figure("balancedAccuracy")
  }
  /** Agreement beyond chance (Cohen). */
  get kappa(): number {
    return this.#figure("kappa")
  }
  /** Correlation of what is true and what was predicted (Matthews). */
  get mcc(): number {
    return this.#figure("mcc")
  }
  /** Area under the ROC curve; of several classes each against the rest, the mean. NaN where a class has no example. */
  get rocAuc(): number {
    return this.#figure("rocAuc")
  }
  /** Average precision: the area under the precision-recall curve by steps. */
  get prAuc(): number {
    return this.#figure("prAuc")
  }
  /** Mean squared distance of the probabilities from what is true. */
  get brier(): number {
    return this.#figure("brier")
  }
  /** How far probabilities are from how often they come true, on average. */
  get calibrationError(): number {
    return this.#figure("calibrationError")
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

  /** Mean error as a share of the true value. */
  get mape(): number {
    return this.#figure("mape")
  }
  /** Median of the absolute errors. */
  get medianAe(): number {
    return this.#figure("medianAe")
  }
  /** The largest absolute error. */
  get maxError(): number {
    return this.#figure("maxError")
  }
  /** As r2, where an error that is the same everywhere does not count. */
  get explainedVariance(): number {
    return this.#figure("explainedVariance")
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
    this.#classes("confusion matrix")
    return new Confusion(this.outcomes.judged.tally().counts, this.outcomes).show()
  }

  /** Share of examples whose true class is among the k that were predicted surest. */
  topK(k: number): number {
    const { actual, probabilities, weights } = this.#probabilities("top-k accuracy")
    return noteRead(this, `top ${k} accuracy`, topK(actual, probabilities, { k, weights }))
  }

  /** The area under the ROC curve in another way than `rocAuc`: by pairs of classes, weighted. */
  rocAucBy(options: Omit<AucOptions, "weights">): number {
    const { actual, probabilities, weights } = this.#probabilities("ROC")
    return noteRead(this, "rocAuc", rocAuc(actual, probabilities, { ...options, weights }))
  }

  /** Shows, of each class, how many others pass with it at every threshold. */
  roc(): View {
    return rocChart(this.outcomes, this.#probabilities("ROC curve")).show()
  }

  /** Shows, of each class, how often it is right against how much of it is found. */
  precisionRecall(): View {
    return precisionRecallChart(this.outcomes, this.#probabilities("precision-recall curve")).show()
  }

  /** Shows whether probabilities come true as often as they say. */
  calibration(options: CalibrationOptions = {}): View {
    return calibrationChart(confidence(this.#probabilities("calibration"), options)).show()
  }

  /** Shows the last forecasts of a series, one after the other, beside what came; 7 without a count. */
  forecast(count?: number): View {
    return forecastChart(this.outcomes, count).show()
  }

  /** Shows how a figure changes with how far ahead is looked: "mae" without a name. */
  ahead(figure = "mae"): StepsAhead {
    return stepsAhead(this.outcomes, this.#known([figure])[0]!).show()
  }

  /** Shows how sure figures are: bootstrapped intervals, the same for the same seed. */
  intervals({ figures, ...options }: IntervalOptions = {}): Intervals {
    const names = figures ?? (this.task === "classification" ? ["accuracy", "f1"] : ["mae", "rmse", "r2"])
    return intervalsOf(this.outcomes.judged, this.#known(names), options).show()
  }

  /** Shows figures of parts of the examples, the worst part first. */
  slices(by: SliceBy, figures?: readonly string[]): Slices {
    const names = figures ?? (this.task === "classification" ? ["accuracy", "f1"] : ["mae", "rmse"])
    return slicesOf(this.outcomes, by, this.#known(names)).show()
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
    return this.#scores && this.outcomes.judged.tally().counts
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

  #classes(what: string): Averages {
    if (this.#scores === undefined) throw this.#lacks(what)
    return this.#scores
  }

  #probabilities(what: string): Judged & { probabilities: NonNullable<Judged["probabilities"]> } {
    const { judged } = this.outcomes
    if (!hasProbabilities(judged)) throw this.#lacks(what)
    return judged
  }

  #known(names: readonly string[]): readonly string[] {
    const unknown = names.find(name => !(name in this.figures))
    if (unknown !== undefined || names.length === 0) throw this.#lacks(unknown ?? "figure without a name")
    return names
  }

  #lacks(what: string): KaonError {
    return new KaonError("DATA_INVALID", `The report is about a ${this.task}; it has no ${what}.`, {
      fix: `It has ${Object.keys(this.figures).join(", ")}.`,
    })
  }
}
