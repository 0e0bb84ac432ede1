import { KaonError, type Place } from "../contracts/errors.ts"

/** A header line as written, before its words mean anything. */
export interface HeaderLine {
  stage: string
  rest: string
  /** Line from 1, and the range of the line in the source without its terminator. */
  line: number
  start: number
  end: number
}

const pattern = /^(\s*)(?:\/\/[ \t]*)?%%([A-Za-z][\w-]*)([^\n\r\u2028\u2029]*)/

/** The header of a cell: `%%word …` on the first line that is not blank. `// %% [markdown]` is none. */
export function findHeader(source: string): HeaderLine | undefined {
  const match = pattern.exec(source)
  if (!match) return undefined
  const [whole, space = "", stage = "", rest = ""] = match
  const line = space.split(/\r\n|[\n\r\u2028\u2029]/).length
  return { stage, rest, line, start: space.length, end: whole.length }
}

const word = /\s*((?:"[^"]*"|[^\s"])+)/y

/** Words of a header line; `"two words"` is one, its quotes dropped. */
export function splitWords(rest: string, place: Place): string[] {
  const words: string[] = []
  word.lastIndex = 0
  let end = 0
  for (let match = word.exec(rest); match; match = word.exec(rest)) {
    words.push(match[1]!.replaceAll('"', ""))
    end = word.lastIndex
  }
  if (rest.slice(end).trim() !== "")
    throw new KaonError("HEADER_INVALID", "A quotation mark of the header is never closed.", {
      place,
      fix: 'Close it: --target "my server".',
    })
  return words
}
