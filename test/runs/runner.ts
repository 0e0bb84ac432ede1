import { runNotebook } from "../../kernel/cli/run/run.ts"
import { Runs, runsFolder } from "../../kernel/runs/index.ts"
import { tracingKernel } from "./kernel.ts"

/*
 * Run as a program in a folder: runs a notebook there, or goes on with the run that was killed. `begun` is printed when its steps are
 * about to begin.
 */
const [notebook] = process.argv.slice(2) as [string]
const directory = process.cwd()

function unfinished(): boolean {
  using runs = new Runs(runsFolder(directory))
  return runs.list().some(run => run.notebook === notebook && run.state !== "done" && run.state !== "running")
}

const flags = {
  param: [],
  output: undefined,
  kernel: "kaon",
  timeout: undefined,
  ...(unfinished() && { resume: true as const }),
}
process.exitCode = await runNotebook(
  notebook,
  flags,
  {
    event: ({ event }) => event === "run-started" && process.stdout.write("begun\n"),
    problem: problem => process.stderr.write(`${JSON.stringify(problem)}\n`),
    note: sentence => process.stderr.write(`${sentence}\n`),
  },
  { start: async () => tracingKernel(directory, `${notebook}.trace`) },
)
