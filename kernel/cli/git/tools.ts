import { spawnSync } from "node:child_process"
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { createInterface } from "node:readline/promises"
import type { Choice } from "../../contracts/conflicts.ts"
import { KaonError } from "../../contracts/errors.ts"
import { formatIpynb, parseIpynb, writeWhole } from "../../notebook/index.ts"
import { type Question, resolveConflicts } from "../../notebook/merge/resolve.ts"
import { mergeVerb } from "./merge.ts"
import { detailOf, reading } from "./show.ts"

/** `kaon git difftool`: the difference of two notebooks as text, in the person's own colours and pager. Always 0, as git wants it. */
export async function difftoolVerb(
  local: string,
  remote: string,
  path: string | undefined,
  outputs: string,
): Promise<void> {
  const detail = detailOf(outputs)
  const folder = await mkdtemp(join(tmpdir(), "kaon-diff-"))
  try {
    const sides = await Promise.all(
      Object.entries({ before: local, after: remote }).map(async ([side, file]) => {
        const name = join(side, basename(path ?? file))
        await mkdir(join(folder, side), { recursive: true })
        await writeFile(join(folder, name), reading(await readFile(file), detail))
        return name
      }),
    )
    // `git difftool` names itself as the tool of every difference below it: without this it would start us again, without end.
    const { GIT_EXTERNAL_DIFF: _, ...env } = process.env
    const args = ["diff", "--no-ext-diff", "--no-textconv", "--no-index", "--", ...sides]
    spawnSync("git", args, { stdio: "inherit", cwd: folder, env })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const answers: Record<string, Choice> = {
  o: "ours",
  ours: "ours",
  t: "theirs",
  theirs: "theirs",
  b: "both",
  both: "both",
}

export interface ToolFiles {
  base: string
  local: string
  remote: string
  merged: string
}

/**
 * `kaon git mergetool`: merges by cell and asks which side each conflict takes. 0 where nothing is left to decide; else 1, and the
 * file is as it was.
 */
export async function mergetoolVerb({ base, local, remote, merged }: ToolFiles): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "kaon-mergetool-"))
  try {
    const [ours, origin] = [join(folder, "ours"), join(folder, "base")]
    await copyFile(local, ours)
    // Where both sides added the notebook there is no base.
    await copyFile(base, origin).catch(() => writeFile(origin, ""))
    const status = await mergeVerb(
      { base: origin, ours, theirs: remote },
      { path: merged, oursLabel: "LOCAL", theirsLabel: "REMOTE" },
    )
    const text = await readFile(ours, "utf8")
    if (status === 0) return await kept(merged, text)
    const { notebook, style } = parseIpynb(text, merged)
    const decided = await asking(question => resolveConflicts(notebook, question))
    if (decided !== undefined) return await kept(merged, formatIpynb(decided, style))
    process.stderr.write(`${merged} is as it was: not every conflict was decided.\n`)
    return 1
  } catch (cause) {
    if (!(cause instanceof KaonError)) throw cause
    process.stderr.write(`${cause.message}\n`)
    return 1
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function kept(path: string, text: string): Promise<number> {
  await writeWhole(path, text)
  return 0
}

/** Asks at the terminal; the end of the input is no answer. */
async function asking<T>(
  work: (choose: (question: Question) => Promise<Choice | undefined>) => Promise<T>,
): Promise<T> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const ended = new Promise<undefined>(resolve => lines.once("close", () => resolve(undefined)))
  const waiting = lines[Symbol.asyncIterator]()
  try {
    return await work(async ({ number, text }) => {
      process.stderr.write(`\nCell ${number}:\n${text}\n`)
      for (;;) {
        process.stderr.write("Take (o)urs, (t)heirs, (b)oth, or (q)uit? ")
        const said = await Promise.race([waiting.next().then(({ value }) => value as string | undefined), ended])
        if (said === undefined || /^q/i.test(said.trim())) return undefined
        const choice = answers[said.trim().toLowerCase()]
        if (choice !== undefined) return choice
      }
    })
  } finally {
    lines.close()
  }
}
