const lowest = 24
const tallest = 900
const most = 5000

interface Measured {
  readonly height: number
  /** How wide frames were then. */
  readonly width: number
}

/** What a frame says of itself; undefined for other messages, and as long as it does not know how wide it is. */
export function saidBy(frame: HTMLIFrameElement, data: object): number | undefined {
  if (!("height" in data && "width" in data)) return undefined
  const { height, width } = data
  if (typeof height !== "number" || typeof width !== "number") return undefined
  return Math.abs(width - frame.clientWidth) <= 1 ? height : undefined
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

/** The height of a frame that has not said anything yet. */
export const unknownHeight = 48

/** Keeps what a frame says of its height; returns by how much frames of this markup grow. */
export function keepHeight(markup: string, said: number): number {
  const height = Math.min(Math.max(said, lowest), tallest)
  const before = heightOf(markup)
  if (heights.size >= most && before === undefined) heights.clear()
  heights.set(markup, { height, width })
  if (height !== before) for (const listener of [...listeners]) listener()
  return height - (before ?? unknownHeight)
}

/** Frames are so wide now: heights of before are only near the truth. */
export function framesAreWide(now: number): void {
  width = now
}
