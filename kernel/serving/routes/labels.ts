/** Name of the likeliest class of each row; one output is the probability of the second of two classes. Empty where there are no names. */
export function classNames(values: Float32Array, batch: number, labels: readonly string[]): string[] {
  if (labels.length === 0) return []
  const width = values.length / batch
  return Array.from({ length: batch }, (_, row) => {
    const start = row * width
    let best = 0
    if (width === 1) best = (values[start] ?? 0) >= 0.5 ? 1 : 0
    else for (let i = 1; i < width; i++) if ((values[start + i] ?? 0) > (values[start + best] ?? 0)) best = i
    return labels[best] ?? String(best)
  })
}
