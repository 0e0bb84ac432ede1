import { KaonError } from "../contracts/errors.ts"
import { asFound, remember } from "./found.ts"
import { findJsonFault } from "./json-fault.ts"

declare global {
  interface JSON {
    /** JSON.parse source text access (ES2026): a primitive that `JSON.stringify` writes as this text. */
    rawJSON(text: string): unknown
  }
}

/** How a file spells its JSON; kept from reading to writing. */
export interface JsonStyle {
  /** White space of one level; "" for JSON on one line. */
  indent: string
  /** Characters beyond ASCII are written as \\uXXXX. */
  ascii: boolean
  /** What follows the last brace: usually one line break. */
  end: string
}

/** nbformat's own: one blank a level, UTF-8, a line break at the end. */
export const nbformatStyle: JsonStyle = { indent: " ", ascii: false, end: "\n" }

/** Parses a notebook's text; numbers in another spelling than JavaScript's (`1.0`, `1e-05`) are remembered. Throws NOTEBOOK_INVALID with the place. */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text, keepNumbers)
  } catch (cause) {
    throw notJson(text, name, cause)
  }
}

/** The text of a value in a file's style. Numbers that were not changed since they were read are spelt as they were found. */
export function formatJson(value: unknown, style: JsonStyle): string {
  const text = JSON.stringify(
    value,
    function (this: object, key, item) {
      return typeof item === "number" ? (asFound(this, key, item) ?? item) : item
    },
    style.indent,
  )
  return (style.ascii ? escapeBeyondAscii(text) : text) + style.end
}

/** The style of a JSON text. */
export function styleOf(text: string): JsonStyle {
  const indent = /^\s*[{[]\r?\n([ \t]+)/.exec(text)?.[1] ?? (/^\s*[{[]\s*\n/.test(text) ? " " : "")
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole ASCII range is meant
  const ascii = /^[\x00-\x7f]*$/.test(text) && /\\u(?:00[89a-f]|0[1-9a-f]|[1-9a-f])/i.test(text)
  return { indent, ascii, end: /\s*$/.exec(text)?.[0] ?? "" }
}

function keepNumbers(this: object, key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source
  if (typeof value === "number" && source !== undefined && source !== String(value)) {
    remember(this, key, value, JSON.rawJSON(source))
  }
  return value
}

const escapeBeyondAscii = (text: string): string =>
  text.replace(/[\u0080-\uffff]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)

/** JavaScript's parser follows the nesting of a text, which a stack has an end for. */
const tooDeep = (name: string, cause: unknown): KaonError =>
  new KaonError(
    "NOTEBOOK_INVALID",
    `${name} nests too deeply to be read: its lists or objects lie thousands of levels in each other.`,
    {
      fix: "Clear the output that holds them in the program that wrote it, or restore the file from a checkpoint or version control.",
      place: { file: name },
      cause,
    },
  )

function notJson(text: string, name: string, cause: unknown): KaonError {
  if (cause instanceof RangeError) return tooDeep(name, cause)
  if (text.trim() === "") {
    return new KaonError("NOTEBOOK_INVALID", `${name} is empty.`, {
      fix: "Delete it and create a new notebook, or restore it from a checkpoint or version control.",
      place: { file: name },
    })
  }
  const fault = findJsonFault(text) ?? { line: 1, column: 1, reason: "the text is not JSON", truncated: false }
  const { line, column } = fault
  const place = { file: name, line, column }
  const conflict = /^(<{7}|={7}|>{7})/m.test(text.split("\n")[line - 1] ?? "")
  if (conflict) {
    return new KaonError("NOTEBOOK_INVALID", `${name} holds an unresolved merge conflict at line ${line}.`, {
      fix: "Merge it by cell: kaon git install, then git checkout --merge -- FILE; or check one side out.",
      place,
      cause,
    })
  }
  const what = fault.truncated
    ? `ends in the middle, at line ${line}, column ${column}`
    : `is not valid JSON at line ${line}, column ${column}: ${fault.reason}`
  return new KaonError("NOTEBOOK_INVALID", `${name} ${what}.`, {
    fix: fault.truncated
      ? "The file was cut off while it was written or copied: restore it from a checkpoint or version control."
      : "Correct the text there, or restore the file from a checkpoint or version control.",
    place,
    cause,
  })
}
