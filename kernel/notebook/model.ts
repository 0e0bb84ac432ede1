import { z } from "zod"

/** Several lines as nbformat writes them in a file: one string, or a list of strings to be joined. */
const text = z.string()
const metadata = z.record(z.string(), z.unknown())
const bundle = z.record(z.string(), z.unknown())
const count = z.number().int().min(0).nullable()

export const outputSchema = z.discriminatedUnion("output_type", [
  z.looseObject({ output_type: z.literal("stream"), name: z.string(), text }),
  z.looseObject({ output_type: z.literal("display_data"), data: bundle, metadata }),
  z.looseObject({ output_type: z.literal("execute_result"), data: bundle, metadata, execution_count: count }),
  z.looseObject({
    output_type: z.literal("error"),
    ename: z.string(),
    evalue: z.string(),
    traceback: z.array(z.string()),
  }),
])

const shared = { id: z.string(), source: text, metadata }
const attachments = z.record(z.string(), bundle).optional()

export const cellSchema = z.discriminatedUnion("cell_type", [
  z.looseObject({ cell_type: z.literal("code"), ...shared, outputs: z.array(outputSchema), execution_count: count }),
  z.looseObject({ cell_type: z.literal("markdown"), ...shared, attachments }),
  z.looseObject({ cell_type: z.literal("raw"), ...shared, attachments }),
])

export const notebookSchema = z.looseObject({
  nbformat: z.literal(4),
  nbformat_minor: z.number().int().min(5),
  metadata,
  cells: z.array(cellSchema),
})

/** An output as nbformat 4 keeps it; text is one string. */
export type Output = z.infer<typeof outputSchema>
export type OutputOf<T extends Output["output_type"]> = Extract<Output, { output_type: T }>

/** A cell as nbformat 4.5 keeps it; its source is one string. Fields that nbformat does not know are kept. */
export type Cell = z.infer<typeof cellSchema>
export type CodeCell = Extract<Cell, { cell_type: "code" }>

/** A notebook as nbformat 4.5 keeps it, whether it came from an `.ipynb` or from a script. Fields that nbformat does not know are kept. */
export type Notebook = z.infer<typeof notebookSchema>
