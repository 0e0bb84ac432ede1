/**
 * Rows of a text with delimiters (RFC 4180: quotes, doubled quotes, line breaks within them). `most` rows are kept, all are counted.
 * The delimiter is the one of , ; and tab that the first line has most of, where none is given.
 */
export function parseTable(
  given: string,
  delimiter?: string,
  most = Number.POSITIVE_INFINITY,
): { rows: string[][]; total: number } {
  const text = given.replace(/^\ufeff/, "")
  const by = delimiter ?? delimiterOf(text)
  const rows: string[][] = []
  let row: string[] = []
  let field = ""
  let total = 0
  let quoted = false
  const endRow = () => {
    row.push(field)
    field = ""
    const blank = row.length === 1 && row[0] === ""
    if (!blank && total++ < most) rows.push(row)
    row = []
  }
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!
    if (quoted) {
      if (char !== '"') field += char
      else if (text[at + 1] === '"') field += text[++at]
      else quoted = false
    } else if (char === '"' && field === "") quoted = true
    else if (char === by) {
      row.push(field)
      field = ""
    } else if (char === "\n") endRow()
    else if (char !== "\r" || text[at + 1] !== "\n") field += char
  }
  if (field !== "" || row.length > 0) endRow()
  return { rows, total }
}

function delimiterOf(text: string): string {
  const end = text.indexOf("\n")
  const line = end < 0 ? text : text.slice(0, end)
  const count = (mark: string) => line.split(mark).length
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}
