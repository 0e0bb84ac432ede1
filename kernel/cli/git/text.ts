import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { bothTexts, type Labels, type MergeText } from "../../notebook/merge/sides.ts"
import { gitNow } from "./run.ts"

/**
 * Merges texts by git's own `merge-file`, in the person's own style of conflicts (`merge.conflictStyle`). Texts that git will not
 * merge by line (binary ones) are both kept whole.
 */
export const gitMergeText =
  (labels: Labels, size = 7): MergeText =>
  ({ base, ours, theirs }) => {
    const folder = mkdtempSync(join(tmpdir(), "kaon-merge-"))
    try {
      const files = Object.entries({ ours, base, theirs }).map(([name, text]) => {
        const file = join(folder, name)
        // A last line without an end would be another line than the same one with text after it.
        writeFileSync(file, text === "" ? "" : `${text}\n`)
        return file
      })
      const { status, stdout } = gitNow(["merge-file", "-p", ...flagsOf(labels, size), ...files])
      if (status === null || status < 0 || status > 127)
        return { text: bothTexts(ours, theirs, labels, size), conflict: true }
      return { text: stdout.toString().replace(/\n$/, ""), conflict: status > 0 }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

/** git's flags for the names of the sides and the length of the markers. */
export const flagsOf = ({ ours, base, theirs }: Labels, size: number): string[] => [
  `--marker-size=${size}`,
  ...[ours, base, theirs].flatMap(label => ["-L", label]),
]
