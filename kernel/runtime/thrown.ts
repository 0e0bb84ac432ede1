import { types } from "node:util"
import { KaonError } from "../contracts/errors.ts"
import { ForeignError } from "../contracts/foreign-error.ts"
import { inspectValue } from "./inspect.ts"
import type { Frame, Thrown } from "./protocol.ts"

const deepest = 8

/** Anything thrown → data that can cross threads. Never throws, whatever hostile object was thrown. */
export function describeThrown(value: unknown, depth = 0): Thrown {
  try {
    return describe(value, depth)
  } catch {
    return { name: "Error", message: "(an error that cannot be shown)", frames: [] }
  }
}

function describe(value: unknown, depth: number): Thrown {
  if (!isError(value)) return { name: "Uncaught", message: inspectValue(value), frames: [] }
  const thrown: Thrown = {
    name: text(value.name) || "Error",
    message: text(value.message),
    frames: framesOf(text(value.stack)),
  }
  if (depth < deepest) {
    if (value.cause !== undefined) thrown.cause = describeThrown(value.cause, depth + 1)
    if (value instanceof AggregateError)
      thrown.errors = value.errors.slice(0, 10).map(error => describeThrown(error, depth + 1))
  }
  if (value instanceof ForeignError) return { ...thrown, frames: [], ...foreignFields(value) }
  return value instanceof KaonError ? { ...thrown, ...kaonFields(value) } : thrown
}

const foreignFields = ({ lines, line, fix }: ForeignError) => ({
  lines: [...lines],
  ...(line === undefined ? {} : { place: { line, column: 1 } }),
  ...(fix === undefined ? {} : { fix }),
})

const kaonFields = (error: KaonError) => ({
  code: error.code,
  ...(error.fix === undefined ? {} : { fix: error.fix }),
  ...(error.place === undefined ? {} : { place: error.place }),
})

const isError = (value: unknown): value is Error => types.isNativeError(value) || value instanceof Error

const text = (value: unknown): string => (typeof value === "string" ? value : "")

/** Where Kaon's own code lies: its frames say nothing to the writer of a cell. */
const machinery = new URL("..", import.meta.url).href

const framePattern = /^\s+at (?:(?<async>async )?(?<function>.*?) \()?(?<url>[^()\s]+?):(?<line>\d+):(?<column>\d+)\)?$/

const refusedAt = /^(?<url>(?:file:\/\/)?\/[^\n]*):(?<line>\d+)$/

/** The frames of a stack that a user can act on: theirs and their packages', up to the first of the machinery below the cell. */
export function framesOf(stack: string): Frame[] {
  const [first = "", code = "", marks = "", ...rest] = stack.split("\n")
  const place = refusedAt.exec(first)?.groups
  // Where Node refuses the text of a file, the place stands above the error, with the line and a mark under its column.
  if (place?.url !== undefined && /^ *\^/.test(marks)) {
    return [{ function: "", url: place.url, line: Number(place.line), column: marks.indexOf("^") + 1 }]
  }
  const frames: Frame[] = []
  for (const line of [first, code, marks, ...rest]) {
    const found = framePattern.exec(line)?.groups
    if (found === undefined) continue
    const { url = "", function: name = "" } = found
    if (url === "node:inspector" || name.startsWith("Session.post")) break
    if (url.startsWith("node:") || url.startsWith(machinery)) continue
    frames.push({ function: name, url, line: Number(found.line), column: Number(found.column) })
  }
  return frames
}
