import { isDeepStrictEqual } from "node:util"
import type { Sides } from "./sides.ts"

type Plain = Record<string, unknown>

/** A value that both sides changed, each to another. Ours stands in the result. */
export interface Clash {
  path: readonly string[]
  ours: unknown
  theirs: unknown
}

const isPlain = (value: unknown): value is Plain => typeof value === "object" && value !== null && !Array.isArray(value)
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(item => typeof item === "string")

/**
 * Merges JSON of three versions: objects key by key, lists of texts (tags) as sets, everything else as a whole. What one side
 * changed is that side's; what both changed alike is that; else ours, and a clash is told. Values that are taken are taken as they are.
 */
export function mergeValue(
  { base, ours, theirs }: Sides<unknown>,
  clash: (clash: Clash) => void,
  path: readonly string[] = [],
): unknown {
  if (isDeepStrictEqual(ours, theirs) || isDeepStrictEqual(base, theirs)) return ours
  if (isDeepStrictEqual(base, ours)) return theirs
  if (isPlain(ours) && isPlain(theirs))
    return mergeRecord({ base: isPlain(base) ? base : {}, ours, theirs }, clash, path)
  if (isTexts(ours) && isTexts(theirs)) return mergeTexts(isTexts(base) ? base : [], ours, theirs)
  clash({ path, ours, theirs })
  return ours === undefined ? theirs : ours
}

/** As `mergeValue`, of objects: our keys in our order, then those that only they have. */
export function mergeRecord(
  { base, ours, theirs }: { base: Plain; ours: Plain; theirs: Plain },
  clash: (clash: Clash) => void,
  path: readonly string[] = [],
): Plain {
  const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)])
  const merged = [...keys].map(key => {
    const own = (holder: Plain) => (Object.hasOwn(holder, key) ? holder[key] : undefined)
    return [key, mergeValue({ base: own(base), ours: own(ours), theirs: own(theirs) }, clash, [...path, key])] as const
  })
  return Object.fromEntries(merged.filter(([, value]) => value !== undefined))
}

function mergeTexts(base: readonly string[], ours: readonly string[], theirs: readonly string[]): string[] {
  const gone = new Set(base.filter(text => !ours.includes(text) || !theirs.includes(text)))
  return [...new Set([...ours, ...theirs])].filter(text => !gone.has(text))
}
