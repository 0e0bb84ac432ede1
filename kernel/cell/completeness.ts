import { isForeign } from "./foreign/foreign.ts"
import { findHeader } from "./header-words.ts"
import { type Problem, parse } from "./parsing.ts"
import { prepare } from "./prepare.ts"

export interface Completeness {
  status: "complete" | "incomplete" | "invalid"
  /** Whitespace for the next line of an incomplete cell; empty otherwise. */
  indent: string
}

const indentUnit = "  "
const opened = /[([{]\s*$|=>\s*$/

/** Would running the cell now make sense, or is its last statement still being written? Never throws. */
export function isComplete(source: string): Completeness {
  if (isForeign(source)) return { status: /\n/.test(source.trim()) ? "complete" : "incomplete", indent: "" }
  const text = prepare(source)
  const { problems } = parse(text)
  const [problem] = problems
  if (!problem)
    return headerAlone(source, text) ? { status: "incomplete", indent: "" } : { status: "complete", indent: "" }
  const openText = isOpenText(problem, text)
  const atEnd = problem.offset >= text.trimEnd().length || /(\?\.|=>)\s*$/.test(text)
  if (!atEnd && !openText) return { status: "invalid", indent: "" }
  return { status: "incomplete", indent: openText ? "" : indentAfter(text) }
}

/** A comment or a template may go on in the next line; a string in quotation marks may not. */
const isOpenText = ({ message, offset }: Problem, text: string): boolean =>
  message.startsWith("Unterminated multiline comment") ||
  (message.startsWith("Unterminated string") && text[offset] !== '"' && text[offset] !== "'")

/** A header is the first line of a cell that is still to be written. */
const headerAlone = (source: string, prepared: string): boolean =>
  findHeader(source) !== undefined && prepared.trim() === "" && !source.endsWith("\n")

function indentAfter(text: string): string {
  const last =
    text
      .trimEnd()
      .split(/\r\n|[\n\r]/)
      .at(-1) ?? ""
  const current = /^\s*/.exec(last)?.[0] ?? ""
  return opened.test(last) ? current + indentUnit : current
}
