import { z } from "zod"

z.config({ jitless: true })

const source = z.looseObject({ path: z.string().optional(), name: z.string().optional() })
const count = z.number().int().min(0)
const frameId = z.number().int().optional()

/** What a client sends, whatever the command. */
export const requestSchema = z.looseObject({
  seq: z.number().default(0),
  command: z.string(),
  arguments: z.unknown().optional(),
})

export const breakpointSchema = z.looseObject({
  line: z.number().int().min(1),
  condition: z.string().optional(),
  hitCondition: z.string().optional(),
  logMessage: z.string().optional(),
})
export type BreakpointSpec = z.infer<typeof breakpointSchema>

/** The arguments of each command that reads any. */
export const argumentSchemas = {
  initialize: z.looseObject({ clientID: z.string().optional(), supportsVariableType: z.boolean().default(false) }),
  dumpCell: z.looseObject({ code: z.string() }),
  setBreakpoints: z.looseObject({ source, breakpoints: z.array(breakpointSchema).default([]) }),
  setExceptionBreakpoints: z.looseObject({ filters: z.array(z.string()).default([]) }),
  source: z.looseObject({ source: source.optional() }),
  stackTrace: z.looseObject({ startFrame: count.default(0), levels: count.default(0) }),
  scopes: z.looseObject({ frameId: z.number().int() }),
  variables: z.looseObject({
    variablesReference: z.number().int(),
    filter: z.enum(["indexed", "named"]).optional(),
    start: count.default(0),
    count: count.default(0),
  }),
  evaluate: z.looseObject({ expression: z.string(), frameId, context: z.string().default("repl") }),
  setVariable: z.looseObject({ variablesReference: z.number().int(), name: z.string(), value: z.string() }),
  richInspectVariables: z.looseObject({ variableName: z.string(), frameId }),
  copyToGlobals: z.looseObject({ srcVariableName: z.string(), dstVariableName: z.string(), srcFrameId: frameId }),
}

export type Arguments = { [C in keyof typeof argumentSchemas]: z.infer<(typeof argumentSchemas)[C]> }
