import { KaonError } from "../../contracts/errors.ts"
import { View } from "../show/displayable.ts"
import { textTable } from "../show/text-table.ts"
import { vegaBundle } from "../show/vega.ts"
import { figuresFor } from "./figures.ts"
import { judged } from "./judged.ts"
import { numbersAt, type Outcomes } from "./outcomes.ts"

/** A figure by how far ahead is looked, the first step first. */
export class StepsAhead extends View {
  readonly figure: string
  readonly values: readonly number[]

  constructor(name: string, values: readonly number[]) {
    const rows = values.map((value, i) => ({ step: i + 1, value }))
    const encoding = {
      x: { field: "step", type: "quantitative", title: "steps ahead", axis: { tickMinStep: 1 } },
      y: { field: "value", type: "quantitative", title: name },
    }
    const spec = { data: { values: rows }, mark: { type: "line", point: true, tooltip: true }, encoding }
    const text = textTable(
      ["steps ahead", name],
      rows.map(({ step, value }) => [step, value]),
    )
    super(vegaBundle(spec, text))
    this.figure = name
    this.values = values
  }
}

export function stepsAhead({ judged: all }: Outcomes, name: string): StepsAhead {
  const { width = 1, actual, predicted, weights } = all
  const at = (values: ArrayLike<number>, step: number) =>
    Float64Array.from({ length: values.length / width }, (_, i) => values[i * width + step]!)
  const values = Array.from({ length: width }, (_, step) => {
    const part = judged({
      actual: at(actual, step),
      predicted: at(predicted, step),
      weights: weights && at(weights, step),
      probabilities: undefined,
      classes: 0,
    })
    return figuresFor(part)[name]!(part)
  })
  return new StepsAhead(name, values)
}

/** The last `count` windows that do not overlap, in the order of time. Throws DATA_INVALID where there are no windows. */
export function forecastChart(outcomes: Outcomes, count = 7): View {
  const { split, judged: all } = outcomes
  const { width = 1 } = all
  const { target, table, payload } = split.source
  const time = table.columns.find(({ name }) => name === payload.reach?.column)
  if (payload.reach === undefined || time === undefined) {
    throw new KaonError("DATA_INVALID", "The report is not about forecasts of a series.", {
      fix: "Make windows of the data: source.load().windows({ time, past, ahead }).",
    })
  }
  const { span } = payload.reach
  const start = (place: number) => time.values[split.indices[place]!] as number
  const rows = lastApart(
    Array.from(split.indices, (_, place) => place).sort((a, b) => start(a) - start(b)),
    start,
    span,
  )
    .slice(-count)
    .flatMap(place => {
      const { truth, said } = numbersAt(outcomes, place)
      const at = (step: number) => shownTime(start(place) + (step * span) / width, time.kind)
      return [truth, said].flatMap((values, i) =>
        values.map((value, step) => ({ time: at(step), what: i === 0 ? "true" : "forecast", value, from: at(0) })),
      )
    })
  const encoding = {
    x: { field: "time", type: time.kind === "date" ? "temporal" : "quantitative", title: time.name },
    y: { field: "value", type: "quantitative", title: target.name.replace(/ ahead$/, "") },
    color: { field: "what", type: "nominal", title: null, sort: ["true", "forecast"] },
    detail: { field: "from" },
  }
  const spec = { data: { values: rows }, mark: { type: "line", tooltip: true }, encoding, width: 640 }
  const truths = rows.filter(({ what }) => what === "true")
  const saids = rows.filter(({ what }) => what === "forecast")
  const text = textTable(
    [time.name, "true", "forecast"],
    truths.map((row, i) => [row.time, row.value, saids[i]!.value]),
  )
  return new View(vegaBundle(spec, text))
}

/** Of windows in order of time the last, the last that ends before it begins, and so on: in order of time. */
function lastApart(places: readonly number[], start: (place: number) => number, span: number): number[] {
  const chosen: number[] = []
  for (const place of places.toReversed()) {
    if (chosen.length === 0 || start(place) + span <= start(chosen.at(-1)!)) chosen.push(place)
  }
  return chosen.reverse()
}

const shownTime = (value: number, kind: string): string | number =>
  kind === "date" ? new Date(value).toISOString() : value
