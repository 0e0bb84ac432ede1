import { z } from "zod"
import { type ExtensionInput, extensionMethods } from "../../../kernel/contracts/extension.ts"
import type { Cell } from "../../../kernel/notebook/index.ts"
import { notebookSchema } from "../../../kernel/notebook/model.ts"
import type { Contents } from "../contents/contents.ts"
import { Refusal } from "../http/refusal.ts"
import type { Analyst } from "./analyst.ts"
import type { Answerer } from "./asking.ts"
import { type KaonRoute, route } from "./route.ts"

const { plan, graph } = extensionMethods

const input = plan.params.partial({ cells: true }).extend({
  kernel: z.string().optional().describe("Id of the kernel that ran the cells: it knows which are stale."),
  path: z.string().optional().describe("A notebook, where no cells are given."),
})

/** What depends on what in a notebook, and what to run. */
export const planRoutes = (
  contents: Contents,
  analyst: Analyst,
  questions: (kernel: string) => Answerer,
): KaonRoute[] => [
  route({
    method: "POST",
    path: "/kaon/plans",
    summary: "The graph of a notebook's cells, what is wrong with it, what is stale, and the order to run.",
    input,
    answer: graph.result.extend(plan.result.shape),
    handle: async ({ kernel, path, cells, only, from, ran }) => {
      const notebook = { cells: cells ?? (await cellsOf(contents, path)), ...(ran === undefined ? {} : { ran }) }
      const want = { ...(only === undefined ? {} : { only }), ...(from === undefined ? {} : { from }) }
      const asked: Pick<Analyst, "ask"> = kernel === undefined ? analyst : questions(kernel)
      const [found, planned] = await Promise.all([
        asked.ask("graph", notebook),
        asked.ask("plan", { ...notebook, ...want }),
      ])
      return { ...found, ...planned }
    },
  }),
]

async function cellsOf(contents: Contents, path: string | undefined): Promise<ExtensionInput<"graph">["cells"]> {
  if (path === undefined) throw new Refusal(400, "The request names neither cells nor the path of a notebook.")
  const { content } = await contents.read(path, { type: "notebook" })
  const code = (cell: Cell) => cell.cell_type === "code"
  return notebookSchema
    .parse(content)
    .cells.filter(code)
    .map(({ id, source }) => ({ id, source }))
}
