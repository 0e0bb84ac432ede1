import type { Cell, Notebook } from "../../../kernel/notebook/index.ts"

export const contentOf = ({ cell_type, source }: Cell): string => JSON.stringify([cell_type, source])

/** Which of the old cells each new one is, by index in `old`: by what the keys say, in their order; each old cell once. */
function claimBy<T>(
  now: readonly Cell[],
  old: readonly Cell[],
  claims: (number | undefined)[],
  keyOf: (cell: Cell) => T,
): void {
  const taken = new Set(claims)
  const free = new Map<T, number[]>()
  old.forEach((cell, index) => {
    if (!taken.has(index)) free.set(keyOf(cell), [...(free.get(keyOf(cell)) ?? []), index])
  })
  now.forEach((cell, index) => {
    claims[index] ??= free.get(keyOf(cell))?.shift()
  })
}

/** Cells between the same two neighbours are the same ones, where there are as many of them now as before. */
function claimBetween(now: readonly Cell[], old: readonly Cell[], claims: (number | undefined)[]): void {
  for (let from = 0; from < now.length; from++) {
    if (claims[from] !== undefined) continue
    let end = from
    while (end < now.length && claims[end] === undefined) end++
    const first = from === 0 ? 0 : claims[from - 1]! + 1
    const last = end === now.length ? old.length : claims[end]!
    const free =
      last - first === end - from && !claims.some(claim => claim !== undefined && claim >= first && claim < last)
    for (let index = from; free && index < end; index++) claims[index] = first + index - from
    from = end
  }
}

/** Cells of `now` that are cells of `old`: by content first where ids say nothing, by id first where they do. */
export function matchCells(now: readonly Cell[], old: readonly Cell[], by: "id" | "content"): (number | undefined)[] {
  const claims: (number | undefined)[] = now.map(() => undefined)
  const keys = { id: (cell: Cell) => cell.id, content: contentOf }
  if (by === "id") claimBy(now, old, claims, keys.id)
  claimBy(now, old, claims, keys.content)
  claimBetween(now, old, claims)
  return claims
}

/**
 * A script holds no cell ids: they are made anew, from the source, whenever it is read. The notebook with the ids that its cells
 * have in the file now, so that the spelling of unchanged cells is found: by id, else by content, else by place.
 */
export function alignIds(file: Notebook, sent: Notebook): Notebook {
  const claims = matchCells(sent.cells, file.cells, "id")
  const taken = new Set(file.cells.map(cell => cell.id))
  const idOf = (cell: Cell, claim: number | undefined): string =>
    claim === undefined ? (taken.has(cell.id) ? `${cell.id}-new` : cell.id) : file.cells[claim]!.id
  return { ...sent, cells: sent.cells.map((cell, i) => ({ ...cell, id: idOf(cell, claims[i]) })) }
}
