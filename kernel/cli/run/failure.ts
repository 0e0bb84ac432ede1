import { stripVTControlCharacters } from "node:util"
import { z } from "zod"
import type { Execution } from "../../client/index.ts"
import { type ErrorCode, errorCodes, KaonError } from "../../contracts/errors.ts"
import type { RunEvent } from "../../contracts/run.ts"

/** Why a run ended without success, as its last event tells it. */
export type Failure = NonNullable<Extract<RunEvent, { event: "run-ended" }>["error"]>

const codes = Object.keys(errorCodes)
const isCode = (code: string): code is ErrorCode => codes.includes(code)

/** The error that Kaon's kernel puts into a reply's metadata; other kernels tell only a name and a value. */
const structured = z.object({
  kaon: z.object({
    error: z.object({
      code: z.string().refine(isCode).catch("CELL_FAILED"),
      message: z.string(),
      fix: z.string().optional(),
      cell: z.number().int().optional(),
      line: z.number().int().optional(),
      column: z.number().int().optional(),
    }),
  }),
})

/** The failure of a cell. */
export function failureOf({ metadata, error }: Pick<Execution, "metadata" | "error">, cell: number): Failure {
  const found = structured.safeParse(metadata)
  if (found.success) return { cell, ...found.data.kaon.error }
  const message = [error?.ename, error?.evalue].filter(part => part !== undefined && part !== "").join(": ")
  return { code: "CELL_FAILED", message: stripVTControlCharacters(message) || "The cell failed.", cell }
}

/** The failure that a thrown error is. */
export function failureFrom(cause: unknown, cell?: number): Failure {
  const known = cause instanceof KaonError ? cause : undefined
  const message = cause instanceof Error ? cause.message : String(cause)
  const { line, column } = known?.place ?? {}
  const at = known?.place?.cell ?? cell
  return {
    code: known?.code ?? "CELL_FAILED",
    message,
    ...(known?.fix === undefined ? {} : { fix: known.fix }),
    ...(at === undefined ? {} : { cell: at }),
    ...(at === undefined || line === undefined ? {} : { line }),
    ...(at === undefined || column === undefined ? {} : { column }),
  }
}
