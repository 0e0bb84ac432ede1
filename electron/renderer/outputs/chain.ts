/** One error of a chain of causes: its own lines of a traceback. */
export interface Link {
  /** How it came into the chain, as the kernel says it; empty for the error that was thrown last. */
  readonly because: string
  readonly lines: readonly string[]
}

/** Lines by which kernels join an error to its cause: Kaon, and Python's two. */
const joints = [
  /^caused by$/,
  /^The above exception was the direct cause of the following exception:$/,
  /^During handling of the above exception, another exception occurred:$/,
]

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with the escape character
const colours = /\u001b\[[0-9;]*m/g

/**
 * A traceback as the chain of its errors, the one that was thrown first in the list, then what caused it. Python tells causes
 * first, Kaon last.
 */
export function chainOf(traceback: readonly string[]): Link[] {
  const links: { because: string; lines: string[] }[] = [{ because: "", lines: [] }]
  let causesFirst = false
  for (const line of traceback.join("\n").split("\n")) {
    const plain = line.replace(colours, "").trim()
    const joint = joints.findIndex(pattern => pattern.test(plain))
    if (joint < 0) {
      links.at(-1)!.lines.push(line)
      continue
    }
    causesFirst = joint > 0
    links.push({ because: plain, lines: [] })
  }
  // In Python's order a joint speaks of the error above it.
  const ordered = causesFirst
    ? links.map(({ lines }, index) => ({ lines, because: links[index + 1]?.because ?? "" })).reverse()
    : links
  return ordered
    .map(({ because, lines }) => ({ because, lines: trimmed(lines) }))
    .filter(({ lines }) => lines.length > 0)
}

function trimmed(lines: readonly string[]): string[] {
  const isText = (line: string) => line.trim() !== ""
  const first = lines.findIndex(isText)
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex(isText) + 1)
}

export interface CodeLine {
  readonly number: string
  readonly text: string
  readonly marked: boolean
}

const codeLine = /^(>| ) *(\d+) \| ?(.*)$/

/** The lines of code that Kaon's kernel shows around the place of an error. */
export function codeOf(lines: readonly string[]): CodeLine[] {
  return lines.flatMap(line => {
    const found = codeLine.exec(line)
    return found === null ? [] : [{ marked: found[1] === ">", number: found[2]!, text: found[3]! }]
  })
}
