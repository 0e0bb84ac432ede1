import { existsSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { KaonError } from "../../contracts/errors.ts"
import type { RunRecord } from "../../contracts/runs/record.ts"
import { Runs, runsFolder } from "../../runs/index.ts"
import type { RunFlags } from "./prepare.ts"

/** What is to be run: a notebook, and how. */
export interface Wanted {
  path: string
  flags: RunFlags
  /** The record of the run that is to go on. */
  before: RunRecord | undefined
}

/**
 * The notebook and the options of a run that may be one that goes on: then they are those that it began with. Throws USAGE,
 * RUN_NOT_FOUND.
 */
export function wantedRun(named: string | undefined, flags: RunFlags): Wanted {
  // `--resume n.ipynb` reads as an option with a value, but means the notebook.
  const isFile = typeof flags.resume === "string" && named === undefined && existsSync(flags.resume)
  const notebook = isFile ? (flags.resume as string) : named
  const reference = isFile ? true : flags.resume
  if (reference === undefined) {
    if (notebook !== undefined) return { path: notebook, flags, before: undefined }
    throw new KaonError("USAGE", "No notebook is named.", { fix: "Write, for example, kaon run digits.ipynb." })
  }
  const changing = ["param", "from", "only"] as const
  for (const option of changing) {
    if ((flags[option]?.length ?? 0) === 0) continue
    throw new KaonError(
      "USAGE",
      `A run that goes on keeps its own parameters and steps: --${option} cannot be given.`,
      {
        fix: "Leave it out, or begin a new run.",
      },
    )
  }
  const directory = notebook === undefined ? "." : dirname(notebook)
  const before = recordOf(directory, notebook, reference)
  const { asked } = before
  const own: Partial<RunFlags> = {
    cache: asked.cache,
    ...(asked.from === null ? {} : { from: asked.from }),
    only: asked.only,
    param: Object.entries(before.params).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
    timeout: flags.timeout ?? (asked.timeout === null ? undefined : String(asked.timeout)),
    retries: flags.retries ?? String(asked.retries),
  }
  return { path: notebook ?? join(directory, before.notebook), flags: { ...flags, ...own, resume: before.id }, before }
}

function recordOf(directory: string, notebook: string | undefined, reference: string | true): RunRecord {
  const root = runsFolder(resolve(directory))
  if (!existsSync(root)) {
    throw new KaonError("RUN_NOT_FOUND", "There is no run here that could go on: none is recorded.", {
      fix: "Name the notebook, whose folder has the records.",
    })
  }
  using runs = new Runs(root)
  const name = notebook === undefined ? undefined : basename(notebook)
  const { id } = reference === true ? runs.unfinished(name) : runs.find(reference)
  const found = runs.read(id)
  if (name !== undefined && found.notebook !== name) {
    throw new KaonError("USAGE", `The run ${id} is one of ${found.notebook}, not of ${name}.`, {
      fix: `Write kaon run ${found.notebook} --resume ${found.number}.`,
    })
  }
  if (found.state === "done") {
    throw new KaonError("USAGE", `The run ${id} came to its end: there is nothing to go on with.`, {
      fix: "Begin a new run; what it has done is in the cache.",
    })
  }
  return found
}
