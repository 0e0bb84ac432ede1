import type { ColumnStep, State } from "../step.ts"
import { byCodePoint, countsOf, wordsIn } from "./words.ts"

export interface TokenOptions {
  /** Numbers for each text: longer texts are cut, shorter ones end in 0. 128 without it. */
  length?: number
  /** Tokens that have a number of their own, the most frequent ones: 10,000 without it. */
  vocabulary?: number
  /** What a token is. */
  by?: "word" | "character"
}

type TokenState = { tokens: string[]; length: number; by: "word" | "character" }

const split = { word: wordsIn, character: (text: string) => [...text.toLowerCase()] } as const

/**
 * A text becomes the numbers of its tokens, for an embedding layer: 0 is padding, 1 a token that training did not know, 2
 * and more are the tokens of the training texts, the most frequent first (equally frequent ones by code point).
 */
export const tokenise = ({ length = 128, vocabulary = 10_000, by = "word" }: TokenOptions = {}): ColumnStep => ({
  suits: column => column.kind === "text",
  fit(training) {
    const counts = countsOf((training as string[]).flatMap(split[by]))
    const tokens = [...counts].sort(([a, m], [b, n]) => n - m || byCodePoint(a, b)).map(([token]) => token)
    return { tokens: tokens.slice(0, vocabulary), length, by }
  },
  prepare(state, column) {
    const { tokens, length: size, by: kind } = state as State & TokenState
    const index = new Map(tokens.map((token, i) => [token, i + 2]))
    return {
      column: { name: column.name, kind: "number", shape: [size] },
      run(values, rows) {
        const numbers = new Float64Array(rows * size)
        ;(values as string[]).forEach((text, row) => {
          const found = split[kind](text)
          for (let i = 0; i < Math.min(size, found.length); i++) numbers[row * size + i] = index.get(found[i]!) ?? 1
        })
        return numbers
      },
    }
  },
})
