import { z } from "zod"
import type { Cell, CellType, NotebookState } from "./model.ts"

declare const fileSchema: z.ZodObject<
  {
    nbformat: z.ZodLiteral<4>
    nbformat_minor: z.ZodNumber
    metadata: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnknown>>
    cells: z.ZodArray<
      z.ZodObject<
        {
          cell_type: z.ZodEnum<{
            code: "code"
            markdown: "markdown"
            raw: "raw"
          }>
          id: z.ZodOptional<z.ZodString>
          source: z.ZodPipe<
            z.ZodUnion<readonly [z.ZodString, z.ZodArray<z.ZodString>]>,
            z.ZodTransform<string, string | string[]>
          >
          metadata: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnknown>>
          outputs: z.ZodOptional<z.ZodArray<z.ZodRecord<z.ZodString, z.ZodUnknown>>>
          execution_count: z.ZodOptional<z.ZodNullable<z.ZodNumber>>
        },
        z.core.$loose
      >
    >
  },
  z.core.$loose
>
export type NotebookFile = z.input<typeof fileSchema>
/** The state of a notebook as a contents server sent it. Throws a ZodError for what is no nbformat 4. */
export declare function fromFile(path: string, content: unknown, modified: string, newId: () => string): NotebookState
/** nbformat 4.5 of a state; unknown fields as they were found. */
export declare function toFile(state: NotebookState): NotebookFile
export declare const newCell: (id: string, type: CellType, source?: string) => Cell
