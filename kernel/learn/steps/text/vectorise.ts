import { asNumbers } from "../encode.ts"
import type { ColumnStep, State } from "../step.ts"
import { byCodePoint, countsOf, gramsOf, wordsIn } from "./words.ts"

export interface VectoriseOptions {
  /** Terms that are kept, the most frequent ones: 1,000 without it. */
  maxFeatures?: number
  /** Runs of words that are terms: [1, 1] (words) without it, [1, 2] adds pairs. */
  ngrams?: readonly [number, number]
  /** Texts that a term has to be in: 1 without it. A number below 1 is a share of the texts. */
  minDf?: number
  /** Terms in more texts than this are left out: a share of the texts up to 1 (the default), or a count above it. */
  maxDf?: number
}

type VectorState = { terms: string[]; weights?: number[]; ngrams: [number, number] }

/**
 * A text becomes a number for each term of the training texts: how often it occurs in it ("bag-of-words"), or that times
 * ln((1 + n) / (1 + df)) + 1, each text's numbers scaled to a length of 1 ("tf-idf"). Terms are in order of code points.
 * The figures are those of scikit-learn's CountVectorizer and TfidfVectorizer.
 */
export const vectorise = (method: "tf-idf" | "bag-of-words", options: VectoriseOptions = {}): ColumnStep => ({
  suits: column => column.kind === "text",
  fit(training) {
    const ngrams = options.ngrams ?? [1, 1]
    const texts = (training as string[]).map(text => countsOf(gramsOf(wordsIn(text), ...ngrams)))
    const found = new Map<string, { total: number; texts: number }>()
    for (const counts of texts) {
      for (const [term, count] of counts) {
        const seen = found.get(term) ?? { total: 0, texts: 0 }
        found.set(term, { total: seen.total + count, texts: seen.texts + 1 })
      }
    }
    const share = (bound: number, whole: boolean) => (whole ? bound : bound * texts.length)
    const least = share(options.minDf ?? 1, (options.minDf ?? 1) >= 1)
    const most = share(options.maxDf ?? 1, (options.maxDf ?? 1) > 1)
    const terms = [...found]
      .filter(([, seen]) => seen.texts >= least && seen.texts <= most)
      .sort(([a, x], [b, y]) => y.total - x.total || byCodePoint(a, b))
      .slice(0, options.maxFeatures ?? 1000)
      .map(([term]) => term)
      .sort(byCodePoint)
    if (method === "bag-of-words") return { terms, ngrams }
    return {
      terms,
      ngrams,
      weights: terms.map(term => Math.log((1 + texts.length) / (1 + found.get(term)!.texts)) + 1),
    }
  },
  prepare(state, column) {
    const { terms, weights, ngrams } = state as State & VectorState
    const index = new Map(terms.map((term, i) => [term, i]))
    const size = terms.length
    return {
      column: asNumbers(column, size),
      run(values, rows) {
        const vectors = new Float64Array(rows * size)
        ;(values as string[]).forEach((text, row) => {
          const own = vectors.subarray(row * size, (row + 1) * size)
          for (const term of gramsOf(wordsIn(text), ...ngrams)) {
            const place = index.get(term)
            if (place !== undefined) own[place]! += 1
          }
          if (weights !== undefined) normalise(own, weights)
        })
        return vectors
      },
    }
  },
})

function normalise(vector: Float64Array, weights: readonly number[]): void {
  let squares = 0
  for (let i = 0; i < vector.length; i++) {
    vector[i]! *= weights[i]!
    squares += vector[i]! ** 2
  }
  if (squares === 0) return
  const length = Math.sqrt(squares)
  for (let i = 0; i < vector.length; i++) vector[i]! /= length
}
