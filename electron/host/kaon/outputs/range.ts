import { open } from "node:fs/promises"
import { StringDecoder } from "node:string_decoder"
import { shownText } from "../../../../kernel/notebook/terminal-text.ts"

const chunk = 256 * 1024

interface Wanted {
  /** Lines before the first that is wanted: they are given, but empty. */
  skip: number
  wanted: number
  /** Characters after which a line is cut. */
  columns: number
}

/**
 * The first `skip + wanted` lines of a part of a file, as a terminal shows them. However long a line is, no more of it is held than
 * a chunk and what is shown.
 */
export async function linesIn(
  path: string,
  { from, to }: { from: number; to: number },
  { skip, wanted, columns }: Wanted,
) {
  await using file = await open(path, "r")
  const decoder = new StringDecoder("utf8")
  const bytes = Buffer.alloc(Math.min(chunk, to - from))
  const lines: string[] = []
  let line = ""
  const end = () => {
    lines.push(lines.length < skip ? "" : shownText({ head: "", tail: line }).slice(0, columns))
    line = ""
  }
  for (let at = from; at < to && lines.length < skip + wanted; ) {
    const { bytesRead } = await file.read(bytes, 0, Math.min(bytes.length, to - at), at)
    if (bytesRead === 0) break
    at += bytesRead
    const [first = "", ...rest] = decoder.write(bytes.subarray(0, bytesRead)).split("\n")
    line = held(line + first, columns)
    for (const piece of rest) {
      end()
      line = held(piece, columns)
    }
  }
  if (lines.length < skip + wanted && line !== "") end()
  return lines.slice(0, skip + wanted)
}

/** What must be held of a line that goes on: what its last return writes over is gone, and what is cut is not needed. */
function held(line: string, columns: number): string {
  if (line.length <= columns + chunk) return line
  const last = line.lastIndexOf("\r")
  return last > 0 ? line.slice(last, last + 1 + columns) : line.slice(0, columns)
}
