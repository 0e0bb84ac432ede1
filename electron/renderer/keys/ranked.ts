/** What matches a text, best first: the words of the text in their order, then its letters in their order. All of it for an empty text. */
export function ranked<T>(items: readonly T[], nameOf: (item: T) => string, text: string): T[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === "") return [...items]
  return items
    .map(item => ({ item, score: score(nameOf(item).toLowerCase(), wanted) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .map(({ item }) => item)
}

function score(name: string, wanted: string): number {
  if (name.startsWith(wanted)) return 4
  if (name.includes(` ${wanted}`)) return 3
  if (name.includes(wanted)) return 2
  let at = 0
  let gaps = 0
  for (const letter of wanted) {
    if (letter === " ") continue
    const found = name.indexOf(letter, at)
    if (found < 0) return 0
    gaps += found - at
    at = found + 1
  }
  return 1 / (1 + gaps)
}
