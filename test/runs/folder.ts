import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { RunEvent } from "../../kernel/contracts/run.ts"
import { Runs, type RunsEdges } from "../../kernel/runs/index.ts"

/** Records in a folder of their own; both are gone at the end. */
export async function emptyRuns(edges: RunsEdges = {}) {
  const folder = await mkdtemp(join(tmpdir(), "kaon-runs-"))
  const root = join(folder, "runs")
  const opened: Runs[] = []
  const open = (more: RunsEdges = {}) => {
    const runs = new Runs(root, { ...edges, ...more })
    opened.push(runs)
    return runs
  }
  return {
    ...{ root, folder, open },
    runs: open(),
    async [Symbol.asyncDispose]() {
      for (const runs of opened) runs[Symbol.dispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const cells = [
  { cellId: "a", cell: 1, code: "const rows = [1]" },
  { cellId: "b", cell: 2, stage: "train" as const, name: "net", code: "const trained = await fit(net, rows)" },
]
const asked = { cache: true, from: null, only: [], timeout: null, retries: 0 }
export const begun = { notebook: "n.ipynb", params: { epochs: 2 }, asked, cells }

const [{ code: _, ...first }, { code: __, ...second }] = cells as [(typeof cells)[0], (typeof cells)[0]]
export const [a, b] = [first, second]

export const digest = (letter: string): string => letter.repeat(64)

/** What the commit of a step tells that left one value. */
export const left = (letter: string) => ({
  key: digest(letter),
  parts: digest(letter),
  inputs: [],
  artefacts: [{ name: "x", digest: digest(letter), kind: "data", bytes: 1, needs: [digest(letter)] }],
  changed: [],
  opaque: [],
  outputs: null,
})

export const started = (step: typeof a, at = 0): RunEvent => ({ event: "step-started", at, ...step, why: "it is new" })
export const ended = (step: typeof a, at = 0): RunEvent => ({
  event: "step-ended",
  at,
  ...step,
  outcome: "done",
  seconds: 0.5,
})
export const over = (outcome: "done" | "failed" | "interrupted" = "done"): RunEvent => ({
  event: "run-ended",
  at: 9,
  outcome,
  seconds: 1,
})
