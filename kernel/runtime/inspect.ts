import { inspect } from "node:util"

/** Limits keep one result from flooding a page: the whole value is still there to be looked at by parts. */
const options = { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100, colors: false } as const

/** A value as text, without colours. Never throws: a hostile getter or proxy gives a note in its place. */
export function inspectValue(value: unknown): string {
  try {
    return inspect(value, options)
  } catch (cause) {
    return `(cannot be shown: ${cause instanceof Error ? cause.message : "its inspection failed"})`
  }
}
