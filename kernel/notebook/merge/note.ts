import { createHash } from "node:crypto"
import { z } from "zod"
import type { Cell, Notebook } from "../model.ts"
import type { Clash } from "./records.ts"
import { bothTexts, type Labels } from "./sides.ts"

const noted = z.object({
  kaon: z.object({
    clashes: z.array(z.object({ path: z.array(z.string()), theirs: z.unknown() })),
    of: z.string().optional(),
  }),
})

/**
 * A raw cell that shows values which both sides changed, since they stand in no source; `of` is the cell that they are of, or undefined
 * for the notebook. Ours is in force until somebody decides.
 */
export function noteOf(clashes: readonly Clash[], of: string | undefined, labels: Labels): Cell[] {
  if (clashes.length === 0) return []
  const whose = of === undefined ? "the notebook" : `cell ${of}`
  const side = (which: "ours" | "theirs") =>
    clashes
      .map(clash => `${clash.path.join(".")} of ${whose}: ${JSON.stringify(clash[which]) ?? "taken out"}`)
      .join("\n")
  const source = bothTexts(side("ours"), side("theirs"), labels)
  const id = createHash("sha256").update(source).digest("hex").slice(0, 12)
  const kept = clashes.map(({ path, theirs }) => ({ path: [...path], ...(theirs === undefined ? {} : { theirs }) }))
  return [{ cell_type: "raw", id, metadata: { kaon: { clashes: kept, ...(of === undefined ? {} : { of }) } }, source }]
}

export const isNote = (cell: Cell): boolean => cell.cell_type === "raw" && noted.safeParse(cell.metadata).success

/** The notebook with the values that they had, as a note tells. */
export function withTheirs(notebook: Notebook, note: Cell): Notebook {
  const { data } = noted.safeParse(note.metadata)
  if (data === undefined) return notebook
  const { clashes, of } = data.kaon
  const change = <T extends object>(holder: T): T =>
    clashes.reduce(
      (changed, { path, theirs }) => (path[0] === "metadata" ? (assigned(changed, path, theirs) as T) : changed),
      holder,
    )
  if (of === undefined) return change(notebook)
  return { ...notebook, cells: notebook.cells.map(cell => (cell.id === of ? change(cell) : cell)) }
}

function assigned(holder: object, [key, ...rest]: readonly string[], value: unknown): object {
  if (key === undefined) return holder
  const { [key]: found, ...others } = holder as Record<string, unknown>
  if (rest.length === 0) return value === undefined ? others : { ...holder, [key]: value }
  return { ...holder, [key]: assigned(typeof found === "object" && found !== null ? found : {}, rest, value) }
}
