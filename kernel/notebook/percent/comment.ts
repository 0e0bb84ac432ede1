import { escapeLine, unescapeLine } from "./marker.ts"

/** Lines of another language as comments of a script, so that every TypeScript tool can read the file. */
export const commentLines = (source: string): string[] =>
  source === "" ? [] : source.split("\n").map(line => (line === "" ? "//" : escapeLine(`// ${line}`)))

/** The text of commented lines; undefined where a line is no comment, so that the lines must be taken as they are. */
export function uncommentLines(lines: readonly string[]): string | undefined {
  const matches = lines.map(line => /^\/\/(?: (.*)|)$/.exec(unescapeLine(line)))
  if (matches.some(match => match === null)) return undefined
  return matches.map(match => match?.[1] ?? "").join("\n")
}

/** Headers whose cells are not TypeScript; their bodies stand in scripts as comments. */
const foreign = /^%%(?:sql|python)\b/

export const isForeign = (header: string): boolean => foreign.test(header)
