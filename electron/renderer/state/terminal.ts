/**
 * A stream's text while it arrives. `done` is finished lines; `line` is the one under the cursor, with its last carriage
 * return still in it. `dropped` counts characters that were let go from the middle once the text was over the bound.
 */
export interface TerminalText {
  readonly done: string
  readonly line: string
  readonly dropped: number
  /** Line breaks in `done`, so that nobody has to count them again while it grows. */
  readonly breaks: number
  /** The host has more of it. */
  readonly more: boolean
}

export const noText: TerminalText = { done: "", line: "", dropped: 0, breaks: 0, more: false }

/** The most that a page keeps of one stream, in characters; half of it is the head. */
export const bound = 4_000_000

/** Adds a chunk. Costs what the chunk and the unfinished line cost, whatever was there before. */
export function write(text: TerminalText, chunk: string): TerminalText {
  const open = text.line + chunk
  const cut = open.lastIndexOf("\n") + 1
  const moved = /[\r\b]/.test(open)
  const finished = moved ? open.slice(0, cut).split("\n").map(settle).join("\n") : open.slice(0, cut)
  const line = moved ? unsettled(open.slice(cut)) : open.slice(cut)
  return within({ ...text, done: text.done + finished, line, breaks: text.breaks + breaksIn(finished) })
}

/** The text as a terminal shows it now. */
export const shown = (text: TerminalText): string => text.done + settle(text.line)

const beyond = "\n… The output went on; it is too long for a notebook.\n"

/** The text as a file keeps it: its reader must see that there was more. */
export const filed = (text: TerminalText): string => (text.more ? shown(text) + beyond : shown(text))

function within(text: TerminalText): TerminalText {
  const over = text.done.length - bound
  if (over <= 0) return text
  const half = bound / 2
  // A quarter more than needed goes, so that this copy is rare.
  const done = text.done.slice(0, half) + text.done.slice(half + over + bound / 8)
  return { ...text, done, dropped: text.dropped + over + bound / 8, breaks: breaksIn(done) }
}

function breaksIn(text: string): number {
  let breaks = 0
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) breaks++
  return breaks
}

/** A line after its returns and backspaces: what comes after a return writes over what stood before. */
function settle(line: string): string {
  if (!/[\r\b]/.test(line)) return line
  return line
    .split("\r")
    .map(erase)
    .reduce((below, above) => {
      if (above === "") return below
      // Colours make lengths unknown: the newer text takes the whole line.
      return (below + above).includes("\u001b") ? above : above + below.slice(above.length)
    })
}

function unsettled(line: string): string {
  const last = line.lastIndexOf("\r")
  return last < 0 ? line : settle(line.slice(0, last)) + line.slice(last)
}

function erase(text: string): string {
  if (!text.includes("\b")) return text
  const kept: string[] = []
  for (const char of text) char === "\b" ? kept.pop() : kept.push(char)
  return kept.join("")
}
