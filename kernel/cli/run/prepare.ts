import { extname } from "node:path"
import { z } from "zod"
import type { Diagnostic } from "../../contracts/cell.ts"
import { conflictsIn, resolveText } from "../../contracts/conflicts.ts"
import { secondsIn } from "../../contracts/durations.ts"
import { KaonError } from "../../contracts/errors.ts"
import { type Notebook, type NotebookFile, readNotebook } from "../../notebook/index.ts"
import { parseParams } from "./params.ts"
import { type Step, stepsOf } from "./steps.ts"

export interface RunFlags {
  param: readonly string[]
  output: string | undefined
  kernel: string | undefined
  timeout: string | undefined
  retries?: string | undefined
  /** The run to go on with: its id or number, or the latest one that did not come to its end. */
  resume?: string | true | undefined
  /** A copy of the notebook that runs in its place, as a schedule froze it. */
  frozen?: string | undefined
  /** Record the run. */
  record?: boolean
  /** Use the cache. */
  cache?: boolean
  /** The cell to begin with: it and what follows from it run. */
  from?: string | undefined
  /** The cells that run; what they need comes along. */
  only?: readonly string[] | undefined
}

/** All that a run needs to know before a kernel starts. */
export interface Prepared {
  file: NotebookFile
  kernel: string
  params: Record<string, unknown>
  steps: Step[]
  diagnostics: Diagnostic[]
  /** Seconds that a step may take, and how often it is tried again, where its header does not say. */
  timeout: number | undefined
  retries: number
  /** Ids of the steps that run whatever the cache has, and why. */
  forced: ReadonlySet<string>
}

const kernelspec = z.object({ kernelspec: z.object({ name: z.string().min(1) }) })

/** Reads and checks everything that can be known before anything runs. Throws the first problem of the options and the file. */
export async function prepareRun(path: string, flags: RunFlags): Promise<Prepared> {
  const timeout = seconds(flags.timeout)
  const retries = times(flags.retries)
  const params = parseParams(flags.param)
  if (flags.output !== undefined && extname(flags.output) !== ".ipynb") {
    throw new KaonError("USAGE", `${flags.output} cannot hold outputs: only an .ipynb notebook can.`, {
      fix: "Give -o a name that ends in .ipynb.",
    })
  }
  const file = await readNotebook(flags.frozen ?? path)
  refuseConflicts(file.notebook, path)
  const kernel = flags.kernel ?? kernelspec.safeParse(file.notebook.metadata).data?.kernelspec.name ?? "kaon"
  const found = stepsOf(file.notebook)
  const { checkSteps, withParams } = await import("./check.ts")
  const { steps, diagnostics } =
    kernel === "kaon" ? checkSteps(found, params) : { steps: withParams(found, params), diagnostics: [] }
  if (flags.frozen !== undefined) await (await import("./frozen.ts")).refuseChanges(flags.frozen, path, steps)
  const chosen = await chooseSteps(steps, flags, kernel, diagnostics)
  return { file, kernel, params, diagnostics, timeout, retries, ...chosen }
}

/** Code that holds both versions of itself is not anybody's program. */
function refuseConflicts({ cells }: Notebook, path: string): void {
  const code = cells.filter(cell => cell.cell_type === "code")
  const found = conflictsIn(code)
  const [first] = found
  if (first === undefined) {
    // In a script the lines of one conflict may lie in several cells.
    if (resolveText(cells.map(({ source }) => source).join("\n")) === undefined || conflictsIn(cells).length > 0) return
    throw new KaonError("MERGE_CONFLICT", `${path} holds conflicts of a merge that reach over several cells.`, {
      fix: "Open it as text, and take the lines <<<<<<<, ======= and >>>>>>> out with those that are not to stay.",
    })
  }
  const numbers = found.map(({ number }) => number).join(", ")
  throw new KaonError(
    "MERGE_CONFLICT",
    `${path} holds conflicts of a merge in ${found.length === 1 ? "cell" : "cells"} ${numbers}.`,
    {
      fix: "Open it, keep in each the lines that are to stay, and take the lines <<<<<<<, ======= and >>>>>>> out.",
      place: { cell: first.number, line: first.line },
    },
  )
}

async function chooseSteps(
  steps: Step[],
  { from, only }: RunFlags,
  kernel: string,
  diagnostics: readonly Diagnostic[],
): Promise<Pick<Prepared, "steps" | "forced">> {
  if (from === undefined && (only === undefined || only.length === 0)) return { steps, forced: new Set() }
  if (kernel !== "kaon") {
    throw new KaonError("USAGE", `The steps of a ${kernel} notebook cannot be chosen: what they need is not known.`, {
      fix: "Run it without --from and --only.",
    })
  }
  if (diagnostics.some(({ severity }) => severity === "error")) return { steps, forced: new Set() }
  return (await import("./choose.ts")).chosenSteps(steps, { from, only })
}

function seconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = secondsIn(text)
  if (value !== undefined) return value
  throw new KaonError("USAGE", `The time limit ${text} is not a number of seconds or a time.`, {
    fix: "Write, for example, --timeout 600 or --timeout 10m.",
  })
}

function times(text = "0"): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0 && text.trim() !== "") return value
  throw new KaonError("USAGE", `${text} is no number of times to try again.`, {
    fix: "Write, for example, --retries 2.",
  })
}
