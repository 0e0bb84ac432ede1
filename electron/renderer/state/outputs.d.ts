import { z } from "zod"
import { type TerminalText } from "./terminal.ts"
export type Bundle = Readonly<Record<string, unknown>>
export type Output =
  | {
      readonly kind: "stream"
      readonly key: string
      readonly name: string
      readonly text: TerminalText
    }
  | {
      readonly kind: "display"
      readonly key: string
      readonly data: Bundle
      readonly metadata: Bundle
      readonly displayId: string | undefined
      /** The count of an execute_result; undefined for display_data. */
      readonly count: number | null | undefined
    }
  | {
      readonly kind: "error"
      readonly key: string
      readonly name: string
      readonly message: string
      readonly traceback: readonly string[]
    }
export interface CellOutputs {
  readonly list: readonly Output[]
  /** The next output takes the place of all before (`clear_output(wait=True)`). */
  readonly clearNext: boolean
  /** How many outputs there ever were: the next one's key. */
  readonly made: number
}
export declare const noOutputs: CellOutputs
declare const contents: {
  stream: z.ZodObject<
    {
      name: z.ZodString
      text: z.ZodString
    },
    z.core.$strip
  >
  display_data: z.ZodObject<
    {
      data: z.ZodRecord<z.ZodString, z.ZodUnknown>
      metadata: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnknown>>
      transient: z.ZodDefault<
        z.ZodObject<
          {
            display_id: z.ZodOptional<z.ZodString>
          },
          z.core.$loose
        >
      >
    },
    z.core.$strip
  >
  execute_result: z.ZodObject<
    {
      data: z.ZodRecord<z.ZodString, z.ZodUnknown>
      metadata: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnknown>>
      transient: z.ZodDefault<
        z.ZodObject<
          {
            display_id: z.ZodOptional<z.ZodString>
          },
          z.core.$loose
        >
      >
      execution_count: z.ZodDefault<z.ZodNullable<z.ZodNumber>>
    },
    z.core.$strip
  >
  update_display_data: z.ZodObject<
    {
      data: z.ZodRecord<z.ZodString, z.ZodUnknown>
      metadata: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnknown>>
      transient: z.ZodDefault<
        z.ZodObject<
          {
            display_id: z.ZodOptional<z.ZodString>
          },
          z.core.$loose
        >
      >
    },
    z.core.$strip
  >
  error: z.ZodObject<
    {
      ename: z.ZodString
      evalue: z.ZodString
      traceback: z.ZodDefault<z.ZodArray<z.ZodString>>
    },
    z.core.$strip
  >
  clear_output: z.ZodObject<
    {
      wait: z.ZodDefault<z.ZodBoolean>
    },
    z.core.$strip
  >
}
type Contents = {
  [K in keyof typeof contents]: z.infer<(typeof contents)[K]>
}
/** The outputs after one more iopub message. What is not about outputs, or ill-formed, changes nothing (the same object comes back). */
export declare function applyMessage(outputs: CellOutputs, type: string, content: unknown): CellOutputs
export declare const isOutput: (type: string) => type is keyof Contents
