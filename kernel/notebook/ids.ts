import { createHash } from "node:crypto"

const wellFormed = /^[a-zA-Z0-9_-]{1,64}$/

/**
 * Gives every cell that has no id, an ill-formed one, or one that an earlier cell has, an id made from its source: the
 * same file read twice has the same ids, and moving a cell does not change them. Changes the cells in place.
 */
export function repairIds(cells: { id?: unknown; source?: unknown }[]): void {
  const taken = new Set<string>()
  const claim = (id: unknown): id is string => {
    if (typeof id !== "string" || !wellFormed.test(id) || taken.has(id)) return false
    taken.add(id)
    return true
  }
  const without = cells.filter(cell => !claim(cell.id))
  for (const cell of without) {
    const source = typeof cell.source === "string" ? cell.source : JSON.stringify(cell.source)
    for (let copy = 0; ; copy++) {
      const id = createHash("sha256").update(`${copy}\0${source}`).digest("hex").slice(0, 12)
      if (!claim(id)) continue
      cell.id = id
      break
    }
  }
}
