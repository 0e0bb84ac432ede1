/** Where a text stops being JSON: offset from 0, line and column from 1, and what is wrong there. */
export interface JsonFault {
  offset: number
  line: number
  column: number
  /** A clause such as "a comma or ] is missing". */
  reason: string
  /** The text ends before the value does. */
  truncated: boolean
}

type Expected = "value" | "first item" | "first key" | "key" | "colon" | "next item" | "next key" | "end"

const reasons: Record<Expected, string> = {
  value: "a value is missing",
  "first item": "a value or ] is missing",
  "first key": "a key in double quotes or } is missing",
  key: "a key in double quotes is missing",
  colon: "a colon is missing",
  "next item": "a comma or ] is missing",
  "next key": "a comma or } is missing",
  end: "the JSON is over, but more text follows",
}

const wantsKey = new Set<Expected>(["first key", "key"])
const mayClose = new Set<Expected>(["first item", "next item", "first key", "next key"])

const space = /[ \t\n\r]*/y
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

const end = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : -1
}

/** Offset after the string that starts at `at`; on a fault, its offset and reason. */
function skipString(text: string, at: number): number | { at: number; reason: string } {
  let i = at + 1
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x22) return i + 1
    if (code < 0x20) return { at: i, reason: "a line break or control character stands inside a string" }
    if (code !== 0x5c) continue
    const after = end(escaped, text, i)
    if (after < 0) return { at: i, reason: "a backslash in a string is not followed by an escape that JSON knows" }
    i = after - 1
  }
  return { at: i, reason: "a string is not closed" }
}

/** The first fault of a text as JSON (RFC 8259), or undefined if it has none. Linear, without recursion. */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: ("[" | "{")[] = []
  let expected: Expected = "value"
  let at = 0
  const fault = (offset: number, reason: string): JsonFault => ({
    offset,
    ...lineAndColumn(text, offset),
    reason,
    truncated: offset >= text.length,
  })
  const afterValue = (): Expected => {
    const top = open.at(-1)
    return top === undefined ? "end" : top === "[" ? "next item" : "next key"
  }
  for (;;) {
    at = end(space, text, at)
    if (at >= text.length) return expected === "end" ? undefined : fault(at, reasons[expected])
    const char = text.charAt(at)
    const closes = char === (open.at(-1) === "[" ? "]" : "}")
    if (open.length > 0 && closes && mayClose.has(expected)) {
      open.pop()
      at++
      expected = afterValue()
    } else if (expected === "next item" || expected === "next key") {
      if (char !== ",") return fault(at, reasons[expected])
      at++
      expected = expected === "next item" ? "value" : "key"
    } else if (expected === "colon") {
      if (char !== ":") return fault(at, reasons.colon)
      at++
      expected = "value"
    } else if (expected === "end") {
      return fault(at, reasons.end)
    } else if (char === '"') {
      const after = skipString(text, at)
      if (typeof after !== "number") return fault(after.at, after.reason)
      at = after
      expected = wantsKey.has(expected) ? "colon" : afterValue()
    } else if (wantsKey.has(expected)) {
      return fault(at, reasons[expected])
    } else if (char === "[" || char === "{") {
      open.push(char)
      at++
      expected = char === "[" ? "first item" : "first key"
    } else {
      const after = end(scalar, text, at)
      if (after < 0) return fault(at, reasons[expected])
      at = after
      expected = afterValue()
    }
  }
}

/** Line and column, both from 1, of an offset in a text. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") }
}
