/** At most so many elements of an array are listed one by one, or as ranges. */
export const page = 100

/** The parts in which to list elements `start` to `end` (not included): at most a page of them, all but the last of one size. */
export function rangesOf(start: number, end: number): { start: number; end: number }[] {
  let size = 1
  while ((end - start) / size > page) size *= page
  const ranges: { start: number; end: number }[] = []
  for (let at = start; at < end; at += size) ranges.push({ start: at, end: Math.min(end, at + size) })
  return ranges
}
