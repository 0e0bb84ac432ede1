/** A stream's text while it arrives: `head` is finished lines, `tail` the line under the cursor with its returns still in it. */
export interface StreamText {
  head: string
  tail: string
}

/**
 * Adds a chunk to a stream's text. `\r` returns to the start of the line and writes over it, `\b` takes the last character
 * back, so that a progress bar leaves one line. Costs what the chunk and the line under the cursor cost, whatever came before.
 */
export function appendText({ head, tail }: StreamText, chunk: string): StreamText {
  const line = tail + chunk
  const end = line.lastIndexOf("\n") + 1
  if (!/[\r\b]/.test(line)) return { head: head + line.slice(0, end), tail: line.slice(end) }
  const done = line.slice(0, end).replace(/[^\n]*\n/g, whole => `${shownLine(whole.slice(0, -1))}\n`)
  return { head: head + done, tail: shorten(line.slice(end)) }
}

/** The text as a terminal shows it now. */
export const shownText = ({ head, tail }: StreamText): string => head + shownLine(tail)

/** One line after its returns and backspaces. */
const shownLine = (line: string): string =>
  /[\r\b]/.test(line) ? line.split("\r").map(takeBack).reduce(writeOver) : line

/** The same line under the cursor with all but its last return carried out. */
function shorten(line: string): string {
  const last = line.lastIndexOf("\r")
  return last < 0 ? line : `${shownLine(line.slice(0, last))}${line.slice(last)}`
}

/** Colours make a line's length unknown: such a line takes the place of the whole one below. */
const writeOver = (below: string, above: string): string =>
  above !== "" && (below + above).includes("\u001b") ? above : above + below.slice(above.length)

function takeBack(line: string): string {
  if (!line.includes("\b")) return line
  const shown: string[] = []
  for (const char of line) char === "\b" ? shown.pop() : shown.push(char)
  return shown.join("")
}
