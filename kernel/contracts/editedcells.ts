import { z } from "zod"

export const cellSchema = z.object({ id: z.string(), source: z.string() })

const place = {
  cellId: z.string(),
  cell: z.number().int(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
}

export const diagnosticSchema = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  message: z.string(),
  fix: z.string().optional(),
  ...place,
  related: z.array(z.object(place)).optional(),
})

/** What a cell is in the graph. */
export const graphNode = {
  id: z.string(),
  number: z.number().int(),
  stage: z.string().optional(),
  name: z.string().optional(),
  defines: z.array(z.string()),
  uses: z.array(z.string()),
}

const count = z.number().int().nonnegative()
/** The front end's own name of what it edits, which nobody else has. */
const notebook = z.string().min(1)

/**
 * A notebook's code cells while they are edited, told by what changed. The front end counts its states; one that the kernel does not
 * have to build on (it was started anew, or a message was lost) is not `known`, and the front end tells all cells again.
 */
export const editedCellsMethods = {
  /** From now on the language service knows these cells. */
  "notebook.edit": {
    params: z.object({
      notebook,
      /** The number of this state. */
      revision: count,
      /** The state that this one was made from; absent where `cells` are all there are. */
      since: count.optional(),
      /** Ids of all cells in their order, where that is other than before. */
      order: z.array(z.string()).optional(),
      /** Those with a new source. */
      cells: z.array(cellSchema),
    }),
    result: z.object({ known: z.boolean() }),
  },
  /** The same as `graph` about these cells, told by what is other than in an earlier answer. */
  "notebook.graph": {
    params: z.object({
      notebook,
      revision: count,
      /** The answer that the asker has; absent for none. */
      since: count.optional(),
    }),
    result: z.object({
      known: z.boolean(),
      /** The number of this answer. */
      answer: count,
      /** Whether this is all, and not what changed since. */
      whole: z.boolean(),
      cells: z.array(
        z.object({
          ...graphNode,
          /** It uses `names`, which `from` defines or assigns. */
          needs: z.array(z.object({ from: z.string(), names: z.array(z.string()) })),
          diagnostics: z.array(diagnosticSchema),
          stale: z.boolean(),
        }),
      ),
      /** Cells that are no more. */
      gone: z.array(z.string()),
      /** There is more to tell: ask again, with the number of this answer. */
      more: z.boolean(),
    }),
  },
} as const
