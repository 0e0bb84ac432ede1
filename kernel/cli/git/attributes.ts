/** What git is told of notebooks: which drivers they have. */
const line = "*.ipynb diff=kaon merge=kaon"

const isOurs = (text: string): boolean => text.trim().replace(/\s+/g, " ") === line

/** A file of git's attributes with our line, once, after what may say otherwise. Nothing else of it changes. */
export function withAttributes(text: string): string {
  const lines = text.split(/(?<=\n)/)
  const at = lines.findIndex(isOurs)
  const after = at < 0 ? [] : lines.slice(at + 1)
  // A later line on all notebooks would win.
  if (at >= 0 && !after.some(other => /^\s*\*\.ipynb\s.*\b(?:diff|merge)\b/.test(other))) return text
  const others = withoutAttributes(text)
  const end = others.includes("\r\n") ? "\r\n" : "\n"
  return `${others}${others === "" || others.endsWith("\n") ? "" : end}${line}${end}`
}

/** The file without our line. */
export const withoutAttributes = (text: string): string =>
  text
    .split(/(?<=\n)/)
    .filter(other => !isOurs(other))
    .join("")
