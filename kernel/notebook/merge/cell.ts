import { isDeepStrictEqual } from "node:util"
import type { Cell, CodeCell } from "../model.ts"
import { notes } from "../notes.ts"
import { type Clash, mergeRecord, mergeValue } from "./records.ts"
import { bothTexts, type Labels, type MergeText, type Sides } from "./sides.ts"

/** Cell metadata that is never worth a question. */
const incidental = new Set([...notes, "outputId"])

const lasting = (metadata: Cell["metadata"]) =>
  Object.fromEntries(Object.entries(metadata).filter(([key]) => !incidental.has(key)))

/** Did a side change what a person wrote? Outputs and what programs note do not count. */
export const sameWork = (one: Cell, other: Cell): boolean =>
  one.source === other.source &&
  one.cell_type === other.cell_type &&
  isDeepStrictEqual(lasting(one.metadata), lasting(other.metadata)) &&
  (one.cell_type === "code" || other.cell_type === "code" || isDeepStrictEqual(one.attachments, other.attachments))

export interface MergedCell {
  cell: Cell
  /** Do both versions of the source stand in it? */
  conflict: boolean
  /** What cannot be seen in the source. */
  clashes: Clash[]
}

export interface Merging {
  mergeText: MergeText
  labels: Labels
  /** Had a file no ids, so that those of its cells were made from their text? Cells are then known again by their words too. */
  idsMade?: boolean
}

/** A cell that one side took out and the other changed: its text stays, between markers. */
export function keptCell({ ours, theirs }: Sides<Cell>, { labels }: Merging): Cell {
  const cell = ours ?? theirs!
  return withSource(cell, bothTexts(ours?.source ?? "", theirs?.source ?? "", labels))
}

/** One cell of both sides; `base` is undefined where both added it. */
export function mergeCell(base: Cell | undefined, ours: Cell, theirs: Cell, merging: Merging): MergedCell {
  const source = mergeSource(base, ours, theirs, merging)
  const clashes: Clash[] = []
  const told = (clash: Clash) => void clashes.push(clash)
  const metadata = mergeMetadata(base, ours, theirs, told)
  const from = source.cell
  const others = from.cell_type === "code" ? {} : mergeAttachments(base, ours, theirs, told)
  const whole = { ...from, ...others, id: base?.id === ours.id ? theirs.id : ours.id, source: source.text, metadata }
  const cell = whole.cell_type === "code" ? { ...whole, ...results(base, ours, theirs, whole) } : whole
  const unchanged = [ours, theirs].find(side => isDeepStrictEqual(side, cell))
  return { cell: unchanged ?? cell, conflict: source.conflict, clashes }
}

/** The text, and the side that the rest of the cell is like. */
function mergeSource(base: Cell | undefined, ours: Cell, theirs: Cell, { mergeText, labels }: Merging) {
  const same = (one: Cell | undefined, other: Cell) => one?.source === other.source && one.cell_type === other.cell_type
  if (same(ours, theirs) || same(base, theirs)) return { text: ours.source, cell: ours, conflict: false }
  if (same(base, ours)) return { text: theirs.source, cell: theirs, conflict: false }
  if (
    ours.cell_type === theirs.cell_type ||
    base?.cell_type === ours.cell_type ||
    base?.cell_type === theirs.cell_type
  ) {
    const sides = { base: base?.source ?? "", ours: ours.source, theirs: theirs.source }
    return { ...mergeText(sides), cell: base?.cell_type === ours.cell_type ? theirs : ours }
  }
  const named = { ours: `${labels.ours} (${ours.cell_type})`, theirs: `${labels.theirs} (${theirs.cell_type})` }
  return { text: bothTexts(ours.source, theirs.source, named), cell: ours, conflict: true }
}

function mergeMetadata(
  base: Cell | undefined,
  ours: Cell,
  theirs: Cell,
  told: (clash: Clash) => void,
): Cell["metadata"] {
  const sides = { base: base?.metadata ?? {}, ours: ours.metadata, theirs: theirs.metadata }
  return mergeRecord(
    sides,
    clash => incidental.has(clash.path[0]!) || told({ ...clash, path: ["metadata", ...clash.path] }),
  )
}

/** Pictures of both sides; where both have another one of one name, theirs stays under a name of its own. */
function mergeAttachments(base: Cell | undefined, ours: Cell, theirs: Cell, told: (clash: Clash) => void) {
  const of = (cell: Cell | undefined) =>
    cell === undefined || cell.cell_type === "code" ? {} : (cell.attachments ?? {})
  const [was, mine, other] = [of(base), of(ours), of(theirs)]
  const attachments: typeof mine = {}
  for (const name of new Set([...Object.keys(mine), ...Object.keys(other)])) {
    const [before, our, their] = [was[name], mine[name], other[name]]
    const kept = isDeepStrictEqual(before, our) ? their : our
    if (kept !== undefined) attachments[name] = kept
    const settled = [before, our].some(side => isDeepStrictEqual(side, their))
    if (settled || their === undefined || kept === their) continue
    attachments[`theirs-${name}`] = their
    told({ path: ["attachments", name], ours: name, theirs: `theirs-${name}` })
  }
  return Object.keys(attachments).length === 0 ? {} : { attachments }
}

/**
 * Outputs and counts never conflict: those of the side that ran the cell as it is now, else ours, marked as stale (`kaon.stale`)
 * since no run of this text made them.
 */
function results(base: Cell | undefined, ours: Cell, theirs: Cell, { source, metadata }: CodeCell): Partial<CodeCell> {
  const of = (cell: Cell | undefined) => (cell?.cell_type === "code" ? cell : undefined)
  const [was, mine, other] = [of(base), of(ours), of(theirs)]
  const made = [mine, other].filter(side => side?.source === source)
  const fresh = made.find(side => !isDeepStrictEqual(side?.outputs, was?.outputs)) ?? made[0]
  if (fresh !== undefined) return { outputs: fresh.outputs, execution_count: fresh.execution_count }
  const outputs = mine?.outputs ?? other?.outputs ?? []
  if (outputs.length === 0) return { outputs, execution_count: null }
  const kaon = mergeValue({ base: {}, ours: metadata.kaon, theirs: {} }, () => {})
  const marked = { ...metadata, kaon: { ...(typeof kaon === "object" ? kaon : {}), stale: true } }
  return { outputs, execution_count: null, metadata: marked }
}

export const withSource = (cell: Cell, source: string): Cell => ({ ...cell, source })
