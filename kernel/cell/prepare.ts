import { findHeader } from "./header-words.ts"
import { blank } from "./lines.ts"

/** A cell's source with what is no TypeScript blanked in place: a byte order mark, a hashbang, the header. */
export function prepare(source: string): string {
  const text = source.replace(/^\uFEFF/, " ").replace(/^#!/, "//")
  const header = findHeader(text)
  return header
    ? text.slice(0, header.start) + blank(text.slice(header.start, header.end)) + text.slice(header.end)
    : text
}
