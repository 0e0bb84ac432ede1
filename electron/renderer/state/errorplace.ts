import type { Mark } from "./model.ts"
import type { Output } from "./outputs.ts"

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with the escape character
const colours = /\u001b\[[0-9;]*m/g

/** The place in a cell's own code, as kernels write it: Kaon (`> 2 | code`, `cell 3, line 2, column 7`), ipykernel (`Cell In[3], line 2`, `----> 2`). */
const places = [
  /^> +(?<line>\d+) \|/gm,
  /\b[Cc]ell (?:In\s?)?(?:\[\d+\]|\d+), line (?<line>\d+)/g,
  /^-+>\s*(?<line>\d+)\b/gm,
]

/** Where in a cell's source an error arose, as its traceback says: the deepest frame of that cell. Undefined where it says nothing. */
export function errorMark(output: Output | undefined, source: string): Mark | undefined {
  if (output?.kind !== "error") return undefined
  const text = output.traceback.join("\n").replace(colours, "")
  const lines = source.split("\n")
  for (const pattern of places) {
    const found = [...text.matchAll(pattern)].at(0)?.groups
    const line = Number(found?.line)
    if (!(line >= 1 && line <= lines.length)) continue
    const begin = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0)
    const indent = /^\s*/.exec(lines[line - 1]!)![0].length
    const message = `${output.name}: ${output.message}`
    return { start: begin + indent, end: begin + lines[line - 1]!.length, severity: "error", message, source: "run" }
  }
  return undefined
}
