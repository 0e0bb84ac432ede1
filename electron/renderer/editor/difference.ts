/** The smallest single replacement that makes one text of another. */
export interface Difference {
  readonly start: number
  readonly end: number
  readonly text: string
}

export function difference(from: string, to: string): Difference | undefined {
  if (from === to) return undefined
  const shortest = Math.min(from.length, to.length)
  let start = 0
  while (start < shortest && from.charCodeAt(start) === to.charCodeAt(start)) start++
  let tail = 0
  while (tail < shortest - start && from.charCodeAt(from.length - 1 - tail) === to.charCodeAt(to.length - 1 - tail))
    tail++
  return { start, end: from.length - tail, text: to.slice(start, to.length - tail) }
}
