const lowest = 24
const tallest = 900
const most = 5000

interface Measured {
  readonly height: number
  /** How wide frames were then. */
  readonly width: number
}

const heights = new Map<string, Measured>()
const listeners = new Set<() => void>()
let width = 0

/** The height that foreign markup had in a frame when it was last measured: it gets its place at once when it comes into view. */
export const heightOf = (markup: string): number | undefined => heights.get(markup)?.height

/** Was it measured at the width that frames have now? */
export const isMeasured = (markup: string): boolean => heights.get(markup)?.width === width

export function onHeights(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Keeps what a frame says of its height. */
export function keepHeight(markup: string, said: number): void {
  const height = Math.min(Math.max(said, lowest), tallest)
  const before = heightOf(markup)
  if (heights.size >= most && before === undefined) heights.clear()
  heights.set(markup, { height, width })
  if (height !== before) for (const listener of [...listeners]) listener()
}

/** Frames are so wide now: heights of before are only near the truth. */
export function framesAreWide(now: number): void {
  width = now
}
