import { type Alike, type Claim, matchCells } from "../../contracts/alignment/match.ts"
import { repairIds } from "../ids.ts"
import type { Cell, Notebook } from "../model.ts"
import { keptCell, type Merging, mergeCell, sameWork } from "./cell.ts"
import { noteOf } from "./note.ts"
import { mergeOrder } from "./order.ts"
import { type Clash, mergeRecord } from "./records.ts"
import type { Sides } from "./sides.ts"

export interface Merged {
  notebook: Notebook
  /** How many places a person must decide. Each stands between markers in the source of a cell. */
  conflicts: number
}

/**
 * Merges two versions of a notebook that come from one. Cells are known again by id, else by their text, else by most of their
 * words. Whatever one side alone did is kept; what both did to the same lines of a cell, or to the same key of the metadata, stands in the
 * result between git's conflict markers, as the source of a cell. No cell of either side is lost that the other did not take out unchanged.
 */
export function mergeNotebooks(base: Notebook | undefined, ours: Notebook, theirs: Notebook, merging: Merging): Merged {
  const keyed = keyCells(base?.cells ?? [], ours.cells, theirs.cells, merging.idsMade === true)
  let conflicts = 0
  const merged = new Map<string, Cell[]>()
  for (const [key, sides] of keyed.cells) {
    const found = mergeSides(sides, merging)
    if (found === undefined) continue
    conflicts += found.conflicts
    merged.set(key, found.cells)
  }
  const order = mergeOrder(keyed.orders, new Set(merged.keys()))
  const clashes: Clash[] = []
  const { cells: _, ...top } = ours
  const { cells: __, ...other } = theirs
  const { cells: ___, ...was } = base ?? { cells: [] }
  const rest = mergeRecord(
    { base: was, ours: top, theirs: other },
    clash => ownFields.has(clash.path.join(".")) || clashes.push(clash),
  )
  const cells = [...noteOf(clashes, undefined, merging.labels), ...order.flatMap(key => merged.get(key)!)]
  const notebook = {
    ...ours,
    ...rest,
    nbformat_minor: Math.max(ours.nbformat_minor, theirs.nbformat_minor),
    cells: unique(cells),
  }
  return { notebook, conflicts: conflicts + (clashes.length > 0 ? 1 : 0) }
}

/** What programs write of themselves into a notebook: ours is as good as theirs. */
const ownFields = new Set([
  "nbformat_minor",
  ...[
    "version",
    "mimetype",
    "file_extension",
    "codemirror_mode",
    "codemirror_mode.version",
    "pygments_lexer",
    "nbconvert_exporter",
  ].map(key => `metadata.language_info.${key}`),
  "metadata.kernelspec.display_name",
  "metadata.papermill",
])

/** One cell of the three notebooks; undefined where it goes. */
function mergeSides(
  { base, ours, theirs }: Sides<Cell>,
  merging: Merging,
): { cells: Cell[]; conflicts: number } | undefined {
  if (ours !== undefined && theirs !== undefined) {
    const { cell, conflict, clashes } = mergeCell(base, ours, theirs, merging)
    const note = noteOf(clashes, cell.id, merging.labels)
    return { cells: [cell, ...note], conflicts: (conflict ? 1 : 0) + note.length }
  }
  const left = ours ?? theirs
  if (left === undefined) return undefined
  if (base === undefined) return { cells: [left], conflicts: 0 }
  return sameWork(base, left) ? undefined : { cells: [keptCell({ base, ours, theirs }, merging)], conflicts: 1 }
}

const alike = ({ id, cell_type: type, source }: Cell): Alike => ({ id, type, source })

/** Ids say which cell is which, unless they were made from the text, or a program gave every cell another one. */
function claimsOf(cells: readonly Alike[], was: readonly Alike[], idsMade: boolean): readonly Claim[] {
  const known = new Set(was.map(({ id }) => id))
  return !idsMade && cells.some(({ id }) => known.has(id)) ? ["id", "content"] : ["id", "content", "likeness"]
}

interface Keyed {
  cells: Map<string, Sides<Cell>>
  orders: { base: string[]; ours: string[]; theirs: string[] }
}

/** Gives each cell a key that its other versions have too. Cells that both sides added are one where they have one id or one text. */
function keyCells(base: readonly Cell[], ours: readonly Cell[], theirs: readonly Cell[], idsMade: boolean): Keyed {
  const was = base.map(alike)
  const keysOf = (cells: readonly Cell[], side: string) => {
    const now = cells.map(alike)
    const found = matchCells(now, was, claimsOf(now, was, idsMade))
    return found.map((index, at) => (index === undefined ? `${side}${at}` : `base${index}`))
  }
  const keys = { base: base.map((_, at) => `base${at}`), ours: keysOf(ours, "ours"), theirs: keysOf(theirs, "theirs") }
  const added = { ours: newOnes(ours, keys.ours), theirs: newOnes(theirs, keys.theirs) }
  const both = matchCells(added.theirs.map(alike), added.ours.map(alike), ["id", "content"])
  const found = new Map(
    both.flatMap((at, index) => (at === undefined ? [] : [[added.theirs[index]!, added.ours[at]!] as const])),
  )
  const ourKey = new Map(ours.map((cell, at) => [cell, keys.ours[at]!]))
  keys.theirs = keys.theirs.map((key, at) => ourKey.get(found.get(theirs[at]!)!) ?? key)
  const cells = new Map<string, Sides<Cell>>()
  const put = (side: keyof Sides<Cell>, list: readonly Cell[]) =>
    list.forEach((cell, at) => {
      const key = keys[side][at]!
      cells.set(key, { base: undefined, ours: undefined, theirs: undefined, ...cells.get(key), [side]: cell })
    })
  put("base", base)
  put("ours", ours)
  put("theirs", theirs)
  return { cells, orders: keys }
}

const newOnes = (cells: readonly Cell[], keys: readonly string[]): Cell[] =>
  cells.filter((_, at) => !keys[at]!.startsWith("base"))

/** Ids that two cells would have are made anew for the later one. */
function unique(cells: readonly Cell[]): Cell[] {
  const taken = new Set<string>()
  const copies = cells.map(cell => {
    const again = taken.has(cell.id)
    taken.add(cell.id)
    return again ? { ...cell } : cell
  })
  repairIds(copies)
  return copies
}
