import { readFile } from "node:fs/promises"
import { conflictsIn } from "../../contracts/conflicts.ts"
import { KaonError } from "../../contracts/errors.ts"
import { formatIpynb, type Ipynb, type Notebook, parseIpynb, writeWhole } from "../../notebook/index.ts"
import { mergeNotebooks } from "../../notebook/merge/merge.ts"
import type { Labels } from "../../notebook/merge/sides.ts"
import { gitNow } from "./run.ts"
import { flagsOf, gitMergeText } from "./text.ts"

/** Files that hold the three versions; the result takes the place of ours. */
export interface MergeFiles {
  base: string
  ours: string
  theirs: string
}

export interface MergeFlags {
  /** What messages call the notebook. */
  path?: string | undefined
  markerSize?: string | undefined
  baseLabel?: string | undefined
  oursLabel?: string | undefined
  theirsLabel?: string | undefined
}

const usual: Labels = { base: "base", ours: "ours", theirs: "theirs" }

/**
 * `kaon git merge`, git's merge driver for notebooks: merges by cell into the file of ours, and gives 0, or 1 where a person must
 * decide. What cannot be read as a notebook is merged as git merges any text.
 */
export async function mergeVerb(files: MergeFiles, flags: MergeFlags): Promise<number> {
  const name = flags.path ?? files.ours
  const size = Number(flags.markerSize ?? 7) || 7
  const labels: Labels = {
    base: labelOf(flags.baseLabel) ?? usual.base,
    ours: labelOf(flags.oursLabel) ?? usual.ours,
    theirs: labelOf(flags.theirsLabel) ?? usual.theirs,
  }
  const read = await readSides(files, name)
  if (typeof read === "string") return mergeAsText(files, name, read, labels, size)
  const { ours, theirs, base } = read
  const idsMade = [base, ours, theirs].some(file => file?.idsMade)
  const merging = { labels, mergeText: gitMergeText(labels, size), idsMade }
  const { notebook, conflicts } = mergeNotebooks(base?.notebook, ours.notebook, theirs.notebook, merging)
  const text = formatIpynb(notebook, ours.style)
  parseIpynb(text, name)
  await writeWhole(files.ours, text)
  if (conflicts === 0) return 0
  process.stderr.write(`${name}: ${told(conflicts, notebook)}\n`)
  return 1
}

/** Older versions of git leave the placeholders of names as they are. */
const labelOf = (label: string | undefined): string | undefined =>
  label === undefined || /^%[SXY]$|^$/.test(label) ? undefined : label

function told(conflicts: number, { cells }: Notebook): string {
  const numbers = conflictsIn(cells).map(({ number }) => number)
  const where = `${numbers.length === 1 ? "cell" : "cells"} ${numbers.join(", ")}`
  return `${conflicts} ${conflicts === 1 ? "conflict" : "conflicts"}, in ${where}; both versions stand there between markers.`
}

/** The three notebooks, or why one cannot be read. */
async function readSides(
  files: MergeFiles,
  name: string,
): Promise<{ base: Ipynb | undefined; ours: Ipynb; theirs: Ipynb } | string> {
  try {
    const [base, ours, theirs] = await Promise.all([files.base, files.ours, files.theirs].map(file => textOf(file)))
    return {
      base: base!.trim() === "" ? undefined : parseIpynb(base!, `${name} of the base`),
      ours: parseIpynb(ours!, `${name} of ours`),
      theirs: parseIpynb(theirs!, `${name} of theirs`),
    }
  } catch (cause) {
    if (cause instanceof KaonError || cause instanceof TypeError) return cause.message
    throw cause
  }
}

const textOf = async (file: string): Promise<string> =>
  new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file))

/** As git itself would: both texts in the file, between markers; a binary file stays ours, and git has the other one. */
async function mergeAsText(
  files: MergeFiles,
  name: string,
  why: string,
  labels: Labels,
  size: number,
): Promise<number> {
  process.stderr.write(`${why} It is merged as text.\n`)
  const args = ["merge-file", "-p", ...flagsOf(labels, size), "--", files.ours, files.base, files.theirs]
  const { status, stdout } = gitNow(args)
  if (status === null || status < 0 || status > 127) {
    process.stderr.write(`${name} is not text: ours stays. For theirs: git checkout --theirs.\n`)
    return 1
  }
  await writeWhole(files.ours, stdout)
  return status === 0 ? 0 : 1
}
