/** Texts shorter than this are found by accident: a line of a secret is looked for only from this length on. */
const shortest = 8

/** The texts by which a value would be known in an output: itself, its long lines, and what JSON, addresses, base64 and hex make of it. */
export function formsOf(value: string): string[] {
  const bytes = Buffer.from(value)
  const lines = value.split(/\r?\n/).map(line => line.trim())
  const made = [
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    bytes.toString("hex"),
    bytes.toString("base64url"),
    ...lines,
    ...base64Within(bytes),
  ]
  return [...new Set([value, ...made.filter(({ length }) => length >= shortest)])]
}

/** What base64 makes of bytes wherever they stand in a longer text, such as `user:password`. */
const base64Within = (bytes: Buffer): string[] =>
  [0, 1, 2].map(before => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64")
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
  })
