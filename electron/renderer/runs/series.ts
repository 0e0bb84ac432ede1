export interface Point {
  readonly x: number
  readonly y: number
}

/**
 * An exponential moving average of a series, without its bias towards the beginning (as Adam's first moment is corrected):
 * `weight` 0 leaves it as it is, 0.9 averages about ten values. Computed over every value, before anything is sampled.
 */
export function smoothed(points: readonly Point[], weight: number): Point[] {
  let mean = 0
  let share = 0
  return points.map(({ x, y }) => {
    mean = mean * weight + y * (1 - weight)
    share = share * weight + (1 - weight)
    return { x, y: mean / share }
  })
}

/**
 * At most four points for each of `pixels` columns: the first, the lowest, the highest and the last, so that no peak is lost, in the
 * order of x. A series with fewer points stays as it is.
 */
export function perPixel(points: readonly Point[], pixels: number): readonly Point[] {
  if (points.length <= pixels * 4) return points
  const [low, high] = [points[0]!.x, points.at(-1)!.x]
  const columns = new Map<number, Point[]>()
  for (const point of points) {
    const column = Math.floor(((point.x - low) / (high - low || 1)) * (pixels - 1))
    const found = columns.get(column)
    if (found === undefined) columns.set(column, [point])
    else found.push(point)
  }
  return [...columns.values()].flatMap(kept)
}

function kept(points: readonly Point[]): Point[] {
  let [low, high] = [0, 0]
  points.forEach(({ y }, at) => {
    if (y < points[low]!.y) low = at
    if (y > points[high]!.y) high = at
  })
  return [...new Set([0, Math.min(low, high), Math.max(low, high), points.length - 1])].map(at => points[at]!)
}
