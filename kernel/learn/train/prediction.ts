import { figure } from "../show/text-table.ts"
import { classOf } from "./step.ts"

/** What a model says of one example. */
export interface Prediction {
  /** Name of the class; where a number is predicted, the number as text. */
  label: string
  /** Of that class, 0–1; NaN where a number is predicted. */
  probability: number
  /** Of every class, by name; empty where a number is predicted. */
  probabilities: Record<string, number>
  /** The number predicted (the first where there are several), or the index of the class. */
  value: number
  /** All numbers, where several are predicted. */
  values?: number[]
}

/** The first numbers of a prediction. */
export const numbersLabel = (values: readonly number[]): string =>
  `${values.slice(0, 4).map(figure).join(", ")}${values.length > 4 ? ", …" : ""}`

/** Reads `count` outputs of a model as a prediction: classes where there are names for them, else a number. */
export function predictionAt(
  outputs: ArrayLike<number>,
  start: number,
  count: number,
  classes: readonly string[],
): Prediction {
  if (classes.length === 0) {
    const values = Array.from({ length: count }, (_, i) => outputs[start + i]!)
    return {
      label: numbersLabel(values),
      probability: Number.NaN,
      probabilities: {},
      value: values[0]!,
      ...(count > 1 && { values }),
    }
  }
  const value = classOf(outputs, start, count)
  const probability = (index: number) =>
    count === 1 ? (index === 1 ? outputs[start]! : 1 - outputs[start]!) : outputs[start + index]!
  const probabilities = Object.fromEntries(classes.map((name, index) => [name, probability(index)]))
  return { label: classes[value]!, probability: probability(value), probabilities, value }
}
