import { crc32 } from "node:zlib"
import { type JournalEntry, journalEntrySchema } from "../../contracts/runs/journal.ts"

/** What is in a journal's bytes. */
export interface Lines {
  entries: JournalEntry[]
  /** Lines within that could not be read: they were damaged later. */
  damaged: number
  /** Where the last whole line ends: what follows was under way when its writer was killed. */
  length: number
}

const newline = 10
/** Eight digits of the checksum and a space. */
const head = 9

const sum = (bytes: Uint8Array): string => crc32(bytes).toString(16).padStart(8, "0")

/** An entry as a line: the CRC-32 of its JSON in hex, a space, the JSON. */
export function lineOf(entry: JournalEntry): Buffer {
  const json = Buffer.from(JSON.stringify(entry))
  return Buffer.concat([Buffer.from(`${sum(json)} `), json, Buffer.from([newline])])
}

/** Reads a journal. A torn end is left out; a damaged line within is counted and left out, and so is one of another version. */
export function readLines(bytes: Buffer): Lines {
  const found: Lines = { entries: [], damaged: 0, length: 0 }
  let bad = 0
  for (let from = 0; ; ) {
    const to = bytes.indexOf(newline, from)
    if (to < 0) break
    const entry = entryIn(bytes.subarray(from, to))
    from = to + 1
    if (entry === undefined) bad++
    else {
      found.entries.push(entry)
      // Only what has a whole line after it was damaged; at the end it was never finished.
      found.damaged += bad
      bad = 0
      found.length = from
    }
  }
  return found
}

function entryIn(line: Buffer): JournalEntry | undefined {
  const json = line.subarray(head)
  if (line.toString("latin1", 0, head) !== `${sum(json)} `) return undefined
  try {
    return journalEntrySchema.safeParse(JSON.parse(json.toString("utf8"))).data
  } catch {
    return undefined
  }
}
