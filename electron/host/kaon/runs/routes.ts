import { existsSync } from "node:fs"
import { z } from "zod"
import { runRecordSchema, runSummarySchema } from "../../../../kernel/contracts/runs/record.ts"
import { Runs, runsFolder } from "../../../../kernel/runs/index.ts"
import { Store, storeFolder } from "../../../../kernel/store/index.ts"
import { cleanPath, parentOf, type Root } from "../../contents/paths.ts"
import { notFound } from "../../http/refusal.ts"
import { foldersKeeping } from "../folders.ts"
import { type KaonRoute, route } from "../route.ts"
import { startRun } from "./start.ts"

const folder = z.string().default("").describe("Path of the folder whose notebook ran.")
const summary = runSummarySchema.extend({ folder: z.string() })
const which = z.object({ id: z.string(), folder })
const outputs = z.array(z.looseObject({ output_type: z.string() }))

/** The records of what `kaon run` ran, and their beginning and end. */
export function runRoutes(root: Root): KaonRoute[] {
  const inFolder = async <T>(path: string, work: (runs: Runs) => T | Promise<T>): Promise<T> => {
    const place = runsFolder(await root.locate(path))
    if (!existsSync(place)) throw notFound("No run is recorded in this folder.")
    using runs = new Runs(place)
    return await work(runs)
  }
  return [
    route({
      method: "GET",
      path: "/kaon/runs",
      summary: "The runs of the notebooks in this folder and those below, the latest first.",
      input: z.object({}),
      answer: z.object({ runs: z.array(summary) }),
      handle: async () => {
        const folders = await foldersKeeping("runs", root)
        const lists = await Promise.all(
          folders.map(folder => inFolder(folder, runs => runs.list().map(run => ({ ...run, folder })))),
        )
        return { runs: lists.flat().sort((one, other) => other.began - one.began) }
      },
    }),
    route({
      method: "POST",
      path: "/kaon/runs",
      summary: "Starts a run of a notebook, as `kaon run` does; it goes on when the server ends.",
      input: z.object({
        path: z.string().describe("The notebook."),
        params: z.record(z.string(), z.string()).default({}).describe("Parameters as written on a command line."),
        from: z.string().optional().describe("The step from which on everything runs again."),
        cache: z.boolean().default(true),
      }),
      answer: z.object({ id: z.string(), folder: z.string() }),
      handle: async ({ path, params, from, cache }) => {
        const notebook = cleanPath(path)
        const words = Object.entries(params).flatMap(([name, value]) => ["-p", `${name}=${value}`])
        if (from !== undefined) words.push("--from", from)
        if (!cache) words.push("--no-cache")
        return { id: await startRun(await root.locate(notebook), words), folder: parentOf(notebook) }
      },
    }),
    route({
      method: "GET",
      path: "/kaon/runs/{id}",
      summary: "All that is recorded of a run.",
      input: which,
      answer: runRecordSchema,
      handle: ({ id, folder }) => inFolder(cleanPath(folder), runs => runs.read(id)),
    }),
    route({
      method: "GET",
      path: "/kaon/runs/{id}/outputs/{cell}",
      summary: "What a cell showed in a run, where that was kept.",
      input: which.extend({ cell: z.coerce.number().int() }),
      answer: z.object({ outputs }),
      handle: async ({ id, folder, cell }) => {
        const path = cleanPath(folder)
        const digest = await inFolder(path, runs => runs.read(id).steps.find(step => step.cell === cell)?.outputs)
        if (digest === undefined || digest === null) return { outputs: [] }
        using store = new Store(storeFolder(await root.locate(path)))
        return { outputs: outputs.parse(await store.values.load(digest)) }
      },
    }),
    route({
      method: "POST",
      path: "/kaon/runs/{id}/stop",
      summary: "Interrupts a run that is under way, as Ctrl-C does.",
      input: which,
      answer: runSummarySchema,
      handle: ({ id, folder }) => inFolder(cleanPath(folder), runs => runs.stop(id)),
    }),
    route({
      method: "DELETE",
      path: "/kaon/runs/{id}",
      summary: "Takes a run's record away; what it alone kept in the store may then go.",
      input: which,
      answer: runSummarySchema,
      handle: ({ id, folder }) => inFolder(cleanPath(folder), runs => runs.remove(id)),
    }),
  ]
}
