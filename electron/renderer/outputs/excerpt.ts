/** What is shown of a long text before "show all": its first and last lines, and how many stand between. */
export interface Excerpt {
  readonly head: string
  readonly tail: string
  readonly hidden: number
  /** Lines of the head. */
  readonly above: number
  readonly lines: number
}

const headLines = 40
const tailLines = 20
/** A line longer than this is cut in the excerpt. */
const widest = 4000

/** The excerpt of a text of so many lines. Costs what its ends cost. */
export function excerpt(text: string, lines = count(text)): Excerpt {
  if (lines <= headLines + tailLines + 5) return { head: narrowed(text), tail: "", hidden: 0, above: lines, lines }
  const head = nth(text, headLines)
  const tail = nthLast(text, tailLines)
  return {
    head: narrowed(text.slice(0, head)),
    tail: narrowed(text.slice(tail)),
    hidden: lines - headLines - tailLines,
    above: headLines,
    lines,
  }
}

/** Offsets at which lines begin; the reel of "show all" draws by it. */
export function lineStarts(text: string): Uint32Array {
  const starts = new Uint32Array(count(text))
  let at = 0
  for (let line = 1; line < starts.length; line++) {
    at = text.indexOf("\n", at) + 1
    starts[line] = at
  }
  return starts
}

function count(text: string): number {
  let lines = 1
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++
  return text.endsWith("\n") ? lines - 1 : lines
}

function nth(text: string, lines: number): number {
  let at = 0
  for (let line = 0; line < lines; line++) at = text.indexOf("\n", at) + 1
  return at
}

function nthLast(text: string, lines: number): number {
  let at = text.endsWith("\n") ? text.length - 1 : text.length
  for (let line = 0; line < lines; line++) at = text.lastIndexOf("\n", at - 1)
  return at + 1
}

const narrowed = (text: string): string =>
  text.length < widest
    ? text
    : text
        .split("\n")
        .map(line => (line.length > widest ? `${line.slice(0, widest / 2)} … ${line.slice(-widest / 4)}` : line))
        .join("\n")
