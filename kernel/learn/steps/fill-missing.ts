import { KaonError } from "../../contracts/errors.ts"
import { quantile, sortedKnown } from "./quantile.ts"
import { sum } from "./scale.ts"
import type { Column, ColumnStep, Numbers, State, Values } from "./step.ts"

export type FillMethod = "mean" | "median" | "mode"
export type Filling = FillMethod | number | string

/** What numbers are filled with. The mode is the most frequent value, the least of equally frequent ones. */
const ofNumbers: Record<FillMethod, (known: Numbers) => number> = {
  mean: known => sum(known) / known.length,
  median: known => quantile(known, 0.5),
  mode: mostFrequent,
}

/**
 * Puts a value of the training split, or a constant, where one is missing: the mean or median of numbers and dates, the
 * mode of anything. A column that is missing everywhere gets 0, or stays empty.
 */
export const fillMissing = (filling: Filling): ColumnStep => ({
  suits: column => isFilled(column, filling),
  fit(training, column) {
    if (!isMethod(filling)) return { value: filling }
    if (Array.isArray(training))
      return {
        value: commonText(
          training.filter(text => text !== ""),
          column,
          filling,
        ),
      }
    const known = column.kind === "class" ? training.filter(index => index >= 0).sort() : sortedKnown(training)
    if (column.kind === "class" && filling !== "mode") throw unfit(column, filling)
    return { value: known.length === 0 ? 0 : ofNumbers[filling](known) }
  },
  prepare(state, column) {
    const { value } = state as State & { value: number | string }
    const put = column.kind === "class" && typeof value === "string" ? (column.categories?.indexOf(value) ?? -1) : value
    return { column, run: values => fill(values, column, put) }
  },
})

function fill(values: Values, { kind }: Column, value: number | string): Values {
  if (Array.isArray(values)) return values.map(text => (text === "" ? String(value) : text))
  const put = Number(value)
  return values.map(known => (Number.isNaN(known) || (kind === "class" && known < 0) ? put : known))
}

const isMethod = (filling: Filling): filling is FillMethod =>
  typeof filling === "string" && Object.hasOwn(ofNumbers, filling)

function isFilled({ kind }: Column, filling: Filling): boolean {
  if (filling === "mode") return kind === "number" || kind === "class" || kind === "text" || kind === "date"
  if (isMethod(filling)) return kind === "number" || kind === "date"
  return typeof filling === "number" ? kind === "number" : kind === "text" || kind === "class"
}

function mostFrequent(sorted: Numbers): number {
  let [best, bestCount, count] = [sorted[0]!, 0, 0]
  sorted.forEach((value, i) => {
    count = i > 0 && value === sorted[i - 1] ? count + 1 : 1
    if (count > bestCount) [best, bestCount] = [value, count]
  })
  return best
}

function commonText(texts: string[], column: Column, filling: FillMethod): string {
  if (filling !== "mode") throw unfit(column, filling)
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].reduce<[string, number]>(
    (best, each) => (each[1] > best[1] || (each[1] === best[1] && each[0] < best[0]) ? each : best),
    ["", 0],
  )[0]
}

const unfit = ({ name, kind }: Column, filling: string): KaonError =>
  new KaonError(
    "DATA_INVALID",
    `The column "${name}" holds ${kind === "text" ? "texts" : "classes"}, which have no ${filling}.`,
    {
      fix: `Fill it with "mode", or with a text.`,
    },
  )
