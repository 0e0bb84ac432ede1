import { z } from "zod"
import { runRecordSchema, runSummarySchema } from "../../../kernel/contracts/runs/record.ts"
import type { Ask } from "./ask.ts"

const summary = runSummarySchema.extend({ folder: z.string() })
/** A run in a list, with the folder of its notebook. */
export type Run = z.infer<typeof summary>
export type RunName = Pick<Run, "id" | "folder">

const begun = z.object({ id: z.string(), folder: z.string() })

/** The records of runs, as Kaon's host keeps them. */
export const runsOf = (ask: Ask) => {
  const address = ({ id, folder }: RunName, more = "") =>
    `kaon/runs/${encodeURIComponent(id)}${more}?${new URLSearchParams({ folder })}`
  return {
    runs: async (): Promise<Run[]> => z.object({ runs: z.array(summary) }).parse(await ask("GET", "kaon/runs")).runs,
    run: async (name: RunName) => runRecordSchema.parse(await ask("GET", address(name))),
    /** The outputs of a cell of a run; none where they were not kept. */
    runOutputs: async (name: RunName, cell: number) =>
      z
        .object({ outputs: z.array(z.looseObject({ output_type: z.string() })) })
        .parse(await ask("GET", address(name, `/outputs/${cell}`))).outputs,
    /** Answers when the run is recorded; it goes on by itself. */
    startRun: async (path: string): Promise<RunName> => begun.parse(await ask("POST", "kaon/runs", { path })),
    stopRun: async ({ id, folder }: RunName): Promise<void> =>
      void (await ask("POST", `kaon/runs/${encodeURIComponent(id)}/stop`, { folder })),
    removeRun: async (name: RunName): Promise<void> => void (await ask("DELETE", address(name))),
  }
}
