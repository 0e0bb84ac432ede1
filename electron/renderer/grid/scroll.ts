/** Browsers cap the height of an element near 33 million pixels; beyond this a list scrolls in proportion. */
const tallest = 15_000_000

export interface Strip {
  /** The height that the scrolled content is given. */
  readonly drawn: number
  /** The first line that is drawn, and the one after the last. */
  readonly first: number
  readonly end: number
  /** Where the first drawn line stands, in pixels of the scrolled content. */
  readonly offset: number
}

interface Extent {
  readonly count: number
  readonly line: number
  /** Of the view. */
  readonly height: number
}

const ratioOf = ({ count, line, height }: Extent): number => {
  const full = count * line
  const drawn = Math.min(full, tallest)
  return drawn > height ? (full - height) / (drawn - height) : 1
}

/** Which of equally tall lines are drawn in a view that is scrolled to `top`, with `spare` lines on either side. */
export function stripAt(extent: Extent, top: number, spare = 8): Strip {
  const { count, line, height } = extent
  const ratio = ratioOf(extent)
  const at = top * ratio
  const first = Math.max(0, Math.min(count, Math.floor(at / line)) - spare)
  const end = Math.min(count, Math.ceil((at + height) / line) + spare)
  return { drawn: Math.min(count * line, tallest), first, end, offset: top + first * line - at }
}

/** Where to scroll so that a line is in view: as near as may be to where the view is. */
export function topShowing(extent: Extent, row: number, top: number): number {
  const { line, height } = extent
  const ratio = ratioOf(extent)
  const at = top * ratio
  const wanted = row * line < at ? row * line : (row + 1) * line > at + height ? (row + 1) * line - height : at
  return wanted === at ? top : wanted / ratio
}
