import type { Row } from "../rows.ts"
import { median } from "../samples.ts"
import type { Measured } from "./sides.ts"

/** What every side gave for a network, round by round. */
export type Results = ReadonlyMap<string, ReadonlyMap<string, readonly (Measured | string)[]>>

/** How Kaon's figure has to compare with the best of some peers. */
interface Bar {
  peer: string
  share: number
}

const keras = "keras"
const beside: readonly Bar[] = [
  { peer: "pytorch", share: 1 },
  { peer: "tfjs-node", share: 3 },
]
const training: Record<string, readonly Bar[]> = {
  cnn: [{ peer: keras, share: 1 }, ...beside],
  mlp: [{ peer: keras, share: 3 }, ...beside],
  lstm: [{ peer: keras, share: 1 }, ...beside],
  transformer: [{ peer: keras, share: 1 }, ...beside],
}
const latency: readonly Bar[] = [{ peer: keras, share: 0.5 }]
/** What would be better still, by figure and network. */
const stretch: Record<keyof Measured, (network: string) => string> = {
  rate: network => (network === "cnn" ? " (stretch 1.2 × keras)" : ""),
  latency: () => " (stretch ≤ pytorch)",
}

/** Two lines for each network: examples a second in training, and the time of one prediction. */
export function rowsOf(results: Results, sides: readonly string[]): Row[] {
  return [...results].flatMap(([network, bySide]) => {
    const of = (side: string, figure: keyof Measured) => {
      const rounds = bySide.get(side) ?? []
      const numbers = rounds.flatMap(round => (typeof round === "string" ? [] : [round[figure]]))
      return median(numbers) ?? rounds.find(round => typeof round === "string") ?? null
    }
    const line = (figure: keyof Measured, name: string, unit: string, bars: readonly Bar[]): Row => {
      const value = of("kaon", figure)
      const more = figure === "rate"
      // Of the ways to run a peer the best is the one to beat; one that is not here is not in the way.
      const holds = bars.every(({ peer, share }) => {
        const named = sides.filter(side => side.startsWith(peer))
        const numbers = named.map(side => of(side, figure)).filter(one => typeof one === "number")
        if (named.length === 0) return true
        if (typeof value !== "number" || numbers.length === 0) return false
        return more ? value >= share * Math.max(...numbers) : value <= share * Math.min(...numbers)
      })
      const peers = Object.fromEntries(sides.filter(side => side !== "kaon").map(side => [side, of(side, figure)]))
      const text = `${more ? "≥" : "≤"} ${bars.map(({ peer, share }) => `${share} × ${peer}`).join(", ")}`
      return { name, unit, value, peers, bar: `${text}${stretch[figure](network)}`, holds }
    }
    return [
      line("rate", `${network}, training`, "examples/s", training[network]!),
      line("latency", `${network}, one example, p50`, "ms", latency),
    ]
  })
}
