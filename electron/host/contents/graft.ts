import { isDeepStrictEqual } from "node:util"
import type { Cell, Notebook } from "../../../kernel/notebook/index.ts"

type Plain = Record<string, unknown>
const isPlain = (value: unknown): value is Plain => typeof value === "object" && value !== null && !Array.isArray(value)

/** The new value, with every part of it that is what it was replaced by the old object: the file's spelling is known of that one. */
function grafted(old: unknown, now: unknown): unknown {
  if (isDeepStrictEqual(old, now)) return old
  if (Array.isArray(old) && Array.isArray(now)) return now.map((item, i) => grafted(old[i], item))
  if (!isPlain(old) || !isPlain(now)) return now
  return Object.fromEntries(Object.entries(now).map(([key, value]) => [key, grafted(old[key], value)]))
}

/**
 * A notebook that a client sent, on top of the one in the file: what is unchanged is the file's own object, so that saving one
 * edited cell changes no other line of the file.
 */
export function graftNotebook(old: Notebook, now: Notebook): Notebook {
  const known = new Map(old.cells.map(cell => [cell.id, cell]))
  const cells = now.cells.map(cell => grafted(known.get(cell.id), cell) as Cell)
  return { ...now, metadata: grafted(old.metadata, now.metadata) as Notebook["metadata"], cells }
}
