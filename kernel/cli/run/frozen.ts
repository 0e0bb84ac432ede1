import { hash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { dirname, join, resolve } from "node:path"
import { codeFacts } from "../../cell/index.ts"
import { KaonError } from "../../contracts/errors.ts"
import { CodeReading, lockfileNear, surroundingsOf } from "../../pipeline/index.ts"
import { type Frozen, scheduleSchema } from "../../schedules/index.ts"
import type { Step } from "./steps.ts"

const program = /\.[mc]?[jt]sx?$/

/** What the code of a notebook is made of outside of itself: workspace files that it imports, packages, the lockfile. Data are not part of it. */
export async function codeParts(path: string, steps: readonly Step[]): Promise<Pick<Frozen, "parts" | "lockfile">> {
  const directory = dirname(resolve(path))
  const reading = new CodeReading(directory, surroundingsOf(directory))
  const found = await Promise.all(
    steps.map(({ source }) => {
      try {
        return reading.cell(codeFacts(source))
      } catch {
        // A cell of another language imports nothing that could be read here.
        return { parts: {} }
      }
    }),
  )
  const all = found.flatMap(({ parts }) => Object.entries(parts))
  const own = all.filter(([name]) => name.startsWith("package ") || (name.startsWith("file ") && program.test(name)))
  const lockfile = lockfileNear(directory)
  return { parts: Object.fromEntries(own), lockfile: lockfile === undefined ? null : hash("sha256", lockfile) }
}

/** Throws CODE_CHANGED where a frozen notebook would not run what it was frozen with. */
export async function refuseChanges(frozen: string, path: string, steps: readonly Step[]): Promise<void> {
  const schedule = scheduleSchema.parse(JSON.parse(await readFile(join(dirname(frozen), "schedule.json"), "utf8")))
  const { parts } = await codeParts(path, steps)
  const was = schedule.frozen.parts
  const names = [...new Set([...Object.keys(was), ...Object.keys(parts)])].filter(name => was[name] !== parts[name])
  if (names.length === 0) return
  const what = names.map(name => name.replace(/^file /, "")).join(", ")
  throw new KaonError("CODE_CHANGED", `What the schedule ${schedule.id} froze has changed since: ${what}.`, {
    fix: `Put it back, or freeze the notebook as it is now: kaon schedule refresh ${schedule.id}.`,
  })
}
