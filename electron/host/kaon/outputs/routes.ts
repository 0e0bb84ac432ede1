import { z } from "zod"
import { notFound } from "../../http/refusal.ts"
import type { HostKernel } from "../../kernels/kernel.ts"
import type { Kernels } from "../../kernels/kernels.ts"
import { type KaonRoute, route } from "../route.ts"
import { type Execution, Executions, executionSchema } from "./executions.ts"
import { foldOutputs } from "./folded.ts"
import { OutputText } from "./text.ts"

const number = (otherwise: number, most: number) => z.coerce.number().int().min(0).max(most).default(otherwise)
const which = {
  kernel: z.string().describe("Id of a kernel."),
  request: z.string().describe("Message id of the execute_request."),
}

/** Outputs as the journal holds them, whole, whoever was listening. */
export function outputRoutes(kernels: Kernels, onClose: (close: () => Promise<void>) => void): KaonRoute[] {
  const known = new Map<HostKernel, { executions: Executions; texts: Map<string, OutputText> }>()
  const of = (id: string) => {
    const kernel = kernels.get(id)
    const found = known.get(kernel) ?? { executions: new Executions(kernel), texts: new Map() }
    known.set(kernel, found)
    return { kernel, ...found }
  }
  const forget = async (kernel: HostKernel): Promise<void> => {
    const found = known.get(kernel)
    known.delete(kernel)
    await Promise.all([found?.executions, ...(found?.texts.values() ?? [])].map(each => each?.close()))
  }
  kernels.onGone(kernel => void forget(kernel))
  onClose(async () => void (await Promise.all([...known.keys()].map(forget))))
  const execution = async (id: string, request: string): Promise<Execution> => {
    const found = await of(id).executions.find(request)
    if (found === undefined) throw notFound(`The kernel's journal has no execution ${request}.`)
    return found
  }
  return [
    route({
      method: "GET",
      path: "/kaon/outputs/{kernel}",
      summary: "What was executed in a kernel, and where its journal stands.",
      input: z.object({ kernel: which.kernel }),
      answer: z.object({ seq: z.number().int(), executions: z.array(executionSchema) }),
      handle: async ({ kernel }) => {
        const { executions, kernel: found } = of(kernel)
        return { seq: found.state.head.seq - 1, executions: await executions.list() }
      },
    }),
    route({
      method: "GET",
      path: "/kaon/outputs/{kernel}/{request}",
      summary: "An execution's outputs in nbformat; of each stream the beginning.",
      input: z.object({ ...which, limit: number(100_000, 10_000_000).describe("Characters of each stream.") }),
      answer: z.object({
        execution: executionSchema,
        outputs: z.array(z.looseObject({ output_type: z.string() })),
        omitted: z.object({ stdout: z.number().int(), stderr: z.number().int() }),
        seq: z.number().int(),
      }),
      handle: async ({ kernel, request, limit }) => {
        const found = await execution(kernel, request)
        return { execution: found, ...(await foldOutputs(of(kernel).kernel, found, limit)) }
      },
    }),
    route({
      method: "GET",
      path: "/kaon/outputs/{kernel}/{request}/lines",
      summary: "Lines of one stream of an execution; with `find`, the numbers of lines that hold a text.",
      input: z.object({
        ...which,
        name: z.enum(["stdout", "stderr"]).default("stdout"),
        start: number(0, Number.MAX_SAFE_INTEGER),
        count: number(200, 5000),
        columns: number(10_000, 1_000_000).describe("Characters after which a line is cut."),
        find: z.string().min(1).optional(),
      }),
      answer: z.object({
        start: z.number().int(),
        total: z.number().int(),
        bytes: z.number().int(),
        lines: z.array(z.string()),
        found: z.array(z.number().int()).optional(),
      }),
      handle: async ({ kernel: id, request, name, start, count, columns, find }) => {
        const { kernel, texts } = of(id)
        const known = await execution(id, request)
        const key = `${request} ${name}`
        const text = texts.get(key) ?? new OutputText(kernel, known, name)
        texts.set(key, text)
        await text.update(known.first)
        const shape = { start, total: text.lines, bytes: text.bytes }
        if (find !== undefined) return { ...shape, lines: [], found: await text.find(find, start, count) }
        return { ...shape, lines: await text.read(start, count, columns) }
      },
    }),
  ]
}
