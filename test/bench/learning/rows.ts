import type { Row } from "../rows.ts"
import { median } from "../samples.ts"
import type { Measured } from "./sides.ts"

/** What every side gave for a network, round by round. */
export type Results = ReadonlyMap<string, ReadonlyMap<string, readonly (Measured | string)[]>>

interface Bar {
  text: string
  share: number
}

const training: Record<string, Bar> = {
  cnn: { text: "≥ 1.0 × keras (stretch 1.2)", share: 1 },
  mlp: { text: "≥ 3 × keras", share: 3 },
  lstm: { text: "≥ 1.0 × keras", share: 1 },
  transformer: { text: "≥ 1.0 × keras", share: 1 },
}
const latency: Bar = { text: "≤ 0.5 × keras (tf.function)", share: 0.5 }

/** Two lines for each network: examples a second in training, and the time of one prediction. */
export function rowsOf(results: Results, sides: readonly string[]): Row[] {
  return [...results].flatMap(([network, bySide]) => {
    const of = (side: string, figure: keyof Measured) => {
      const rounds = bySide.get(side) ?? []
      const numbers = rounds.flatMap(round => (typeof round === "string" ? [] : [round[figure]]))
      return median(numbers) ?? rounds.find(round => typeof round === "string") ?? null
    }
    const line = (
      figure: keyof Measured,
      name: string,
      unit: string,
      bar: Bar,
      better: (ratio: number) => boolean,
    ): Row => {
      const value = of("kaon", figure)
      const theirs = sides.filter(side => side.startsWith("keras")).map(side => of(side, figure))
      const numbers = theirs.filter(one => typeof one === "number")
      // The better of the two ways to run Keras is the one to beat.
      const keras = numbers.length === 0 ? undefined : figure === "rate" ? Math.max(...numbers) : Math.min(...numbers)
      const compared = typeof value === "number" && typeof keras === "number"
      const peers = Object.fromEntries(sides.filter(side => side !== "kaon").map(side => [side, of(side, figure)]))
      return { name, unit, value, peers, bar: bar.text, holds: compared && better(value / keras) }
    }
    const bar = training[network]!
    return [
      line("rate", `${network}, training`, "examples/s", bar, ratio => ratio >= bar.share),
      line("latency", `${network}, one example, p50`, "ms", latency, ratio => ratio <= latency.share),
    ]
  })
}
