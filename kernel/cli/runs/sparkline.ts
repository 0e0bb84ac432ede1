const levels = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

/**
 * A curve in one line of at most `width` characters, from its least to its greatest value. Where there are more values than
 * characters, each stands for the mean of its share. What is no number is a gap.
 */
export function sparkline(values: readonly (number | null)[], width = 40): string {
  const count = Math.min(width, values.length)
  const means = Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * values.length) / count)
    const to = Math.floor(((i + 1) * values.length) / count)
    const share = values.slice(from, to).filter(value => value !== null)
    return share.length === 0 ? null : share.reduce((sum, value) => sum + value, 0) / share.length
  })
  const known = means.filter(value => value !== null)
  const [least, most] = [Math.min(...known), Math.max(...known)]
  return means
    .map(value => {
      if (value === null) return " "
      // One value everywhere is neither high nor low.
      return levels[most === least ? 3 : Math.round(((value - least) / (most - least)) * 7)]!
    })
    .join("")
}
