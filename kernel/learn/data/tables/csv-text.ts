/** What the first lines of a delimited file say of it. */
export interface CsvFault {
  /** From 1. */
  line: number
  what: string
  fix: string
}

const candidates = [",", ";", "\t", "|"]

/** The delimiter that occurs most often in the first record outside of quotes; a comma where none does. */
export function delimiterOf(text: string): string {
  const counts = new Map(candidates.map(sign => [sign, 0]))
  let quoted = false
  for (const sign of text) {
    if (sign === '"') quoted = !quoted
    else if (!quoted && (sign === "\n" || sign === "\r")) break
    else if (!quoted && counts.has(sign)) counts.set(sign, counts.get(sign)! + 1)
  }
  return candidates.reduce((best, sign) => (counts.get(sign)! > counts.get(best)! ? sign : best), ",")
}

/** The first record with another number of values than the first one, or a quote that is never closed (RFC 4180). */
export function csvFault(text: string, delimiter: string, quote = '"', skip = 0): CsvFault | undefined {
  let [line, started, fields, wanted] = [1, 1, 1, 0]
  let quoted = false
  let empty = true
  const record = (): CsvFault | undefined => {
    const here = started
    const blank = empty
    const found = fields
    ;[started, fields, empty] = [line + 1, 1, true]
    if (here <= skip || blank) return undefined
    if (wanted === 0) wanted = found
    if (found === wanted) return undefined
    return {
      line: here,
      what: `has ${found} value${found === 1 ? "" : "s"}; the first line has ${wanted}`,
      fix: "Correct the line: a value with a delimiter in it needs quotes.",
    }
  }
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]!
    if (sign === "\n") {
      const fault = quoted ? undefined : record()
      if (fault !== undefined) return fault
      line += 1
      continue
    }
    if (sign === "\r") continue
    empty = false
    if (sign === quote) quoted = !quoted
    else if (sign === delimiter && !quoted) fields += 1
  }
  if (quoted)
    return {
      line: started,
      what: "opens a quote that is never closed",
      fix: `Close the quote, or write a quote inside of a value twice (${quote}${quote}).`,
    }
  return empty ? undefined : record()
}
