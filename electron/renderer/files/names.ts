import type { Words } from "../words/en.ts"

/** Bytes of a name that every usual disk takes. */
const longest = 255
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** What is wrong with a name for a file, in one sentence; undefined for a good one. `taken` are the names in its folder. */
export function nameProblem(name: string, taken: readonly string[], words: Words): string | undefined {
  const { names } = words
  if (name.trim() === "") return names.empty
  if (name.startsWith(".")) return names.hidden
  if (/[\\/]/.test(name)) return names.slash
  const bad = /[\p{Cc}:*?"<>|]/u.exec(name)
  if (bad !== null) return names.character(bad[0])
  if (/[. ]$/.test(name)) return names.end
  if (reserved.test(name)) return names.reserved(name)
  if (new TextEncoder().encode(name).length > longest) return names.long
  return taken.includes(name) ? names.taken(name) : undefined
}
