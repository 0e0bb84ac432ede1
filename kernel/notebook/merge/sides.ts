/** Three versions of one thing: what both sides began with, and what each made of it; undefined where it is not there. */
export interface Sides<T> {
  base: T | undefined
  ours: T | undefined
  theirs: T | undefined
}

/** How the versions are called in conflicts. */
export interface Labels {
  base: string
  ours: string
  theirs: string
}

/** A text of three versions, with markers where both sides changed the same lines. */
export interface MergedText {
  text: string
  conflict: boolean
}

/** Merges three texts by line. */
export type MergeText = (sides: { base: string; ours: string; theirs: string }) => MergedText

/** Both versions of a text whole, between git's markers. */
export function bothTexts(ours: string, theirs: string, labels: Pick<Labels, "ours" | "theirs">, size = 7): string {
  const line = (text: string) => (text === "" || text.endsWith("\n") ? text : `${text}\n`)
  const mark = (char: string, label: string) => `${char.repeat(size)}${label === "" ? "" : ` ${label}`}`
  return `${mark("<", labels.ours)}\n${line(ours)}${mark("=", "")}\n${line(theirs)}${mark(">", labels.theirs)}`
}
