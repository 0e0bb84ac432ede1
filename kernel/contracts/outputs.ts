import { z } from "zod"

const bundle = z.record(z.string(), z.unknown())
const transient = z.looseObject({ display_id: z.string().optional() }).default({})
const display = z.object({ data: bundle, metadata: bundle.default({}), transient })

/** The iopub messages that change what a cell shows, by type: their contents (Jupyter messaging 5.4). */
export const outputContents = {
  stream: z.object({ name: z.string(), text: z.string() }),
  display_data: display,
  update_display_data: display,
  execute_result: display.extend({ execution_count: z.number().int().nullable().default(null) }),
  error: z.object({ ename: z.string(), evalue: z.string(), traceback: z.array(z.string()).default([]) }),
  clear_output: z.object({ wait: z.boolean().default(false) }),
}
export type OutputContents = { [K in keyof typeof outputContents]: z.infer<(typeof outputContents)[K]> }

/** Does a message of this type change what a cell shows? */
export const isOutputType = (type: string): type is keyof OutputContents => Object.hasOwn(outputContents, type)
