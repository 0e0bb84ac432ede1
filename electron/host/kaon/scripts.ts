import { z } from "zod"
import { formatNotebook, formatPlain } from "../../../kernel/notebook/index.ts"
import type { Contents } from "../contents/contents.ts"
import { notebookOf } from "../contents/read.ts"
import { type KaonRoute, route } from "./route.ts"

const forms = {
  percent: notebook => formatNotebook("notebook.ts", notebook),
  plain: async notebook => formatPlain(notebook),
  ipynb: notebook => formatNotebook("notebook.ipynb", notebook),
} as const satisfies Record<string, (notebook: ReturnType<typeof notebookOf>) => Promise<string>>

/** Texts of a notebook in other forms, to be downloaded. */
export const scriptRoutes = (contents: Contents): KaonRoute[] => [
  route({
    method: "POST",
    path: "/kaon/scripts",
    summary: "A notebook as another file: a percent-format script, a plain TypeScript module, or an .ipynb.",
    input: z.object({
      content: z.unknown().describe("The notebook in nbformat 4."),
      form: z.enum(["percent", "plain", "ipynb"]),
    }),
    answer: z.object({ text: z.string() }),
    handle: async ({ content, form }) => {
      const notebook = notebookOf(contents.unmarked(content), "The notebook")
      return { text: await forms[form](notebook) }
    },
  }),
]
