const word = /[\p{L}\p{N}_]{2,}/gu

/** Words of two letters and more, in lower case; accents stay. */
export const wordsIn = (text: string): string[] => text.toLowerCase().match(word) ?? []

/** Runs of `from` to `to` words, joined by spaces: single words first. */
export function gramsOf(words: readonly string[], from: number, to: number): string[] {
  const grams: string[] = []
  for (let size = from; size <= to; size++) {
    for (let i = 0; i + size <= words.length; i++) grams.push(words.slice(i, i + size).join(" "))
  }
  return grams
}

/** How often each occurs. */
export function countsOf(items: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}

/** In order of Unicode's code points, as most languages but JavaScript sort. */
export function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]]
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!
    if (difference !== 0) return difference
  }
  return left.length - right.length
}
