import type { Stage } from "../../../kernel/contracts/stages.ts"
import { type HeaderLine, readHeader } from "../stages/headerline.ts"
import type { Cell, NotebookState } from "../state/model.ts"

export interface Item {
  readonly id: string
  /** Which line of its cell it is, from 0: a cell may have several headings of the same text. */
  readonly nth: number
  readonly text: string
  /** 1 to 6 for headings; what stands below a heading is one deeper. */
  readonly level: number
  readonly stage?: Stage
  /** A plain cell, by the names that it defines. */
  readonly names?: true
}

/** The most names that a line of the outline has. */
const most = 4

interface Heading {
  readonly text: string
  readonly level: number
}

/** Cells never change, they are replaced: what stands in each is read once, however often the outline is asked for. */
const headers = new WeakMap<Cell, HeaderLine | "plain">()
const headings = new WeakMap<Cell, readonly Heading[]>()

function headerOf(cell: Cell): HeaderLine | "plain" {
  const known = headers.get(cell)
  if (known !== undefined) return known
  const found = readHeader(cell.source) ?? "plain"
  headers.set(cell, found)
  return found
}

function headingsOf(cell: Cell): readonly Heading[] {
  const known = headings.get(cell)
  if (known !== undefined) return known
  const prose = cell.source.replace(/^(`{3}|~{3})[\s\S]*?^\1/gm, "")
  const found = [...prose.matchAll(/^(#{1,6})\s+(.+)$/gm)].map(([, marks, text]) => ({
    text: text!.replace(/[*_`]|\s+#+\s*$/g, ""),
    level: marks!.length,
  }))
  headings.set(cell, found)
  return found
}

/** Headings, pipeline cells and the names that other cells define, in the order of the notebook. */
export function outlineOf(state: Pick<NotebookState, "order" | "cells" | "graph">): Item[] {
  const defines = new Map(state.graph.nodes.map(node => [node.id, node.defines]))
  let level = 0
  return state.order.flatMap((id): Item[] => {
    const cell = state.cells.get(id)!
    if (cell.type === "code") {
      const header = headerOf(cell)
      if (header !== "plain") return [{ id, nth: 0, text: header.name, level: level + 1, stage: header.stage }]
      const names = defines.get(id) ?? []
      const text = names.slice(0, most).join(", ") + (names.length > most ? ", …" : "")
      return text === "" ? [] : [{ id, nth: 0, text, level: level + 1, names: true }]
    }
    if (cell.type !== "markdown") return []
    const found = headingsOf(cell)
    level = found.at(-1)?.level ?? level
    return found.map((heading, nth) => ({ id, nth, ...heading }))
  })
}

const sameItem = (one: Item, other: Item | undefined): boolean =>
  one.id === other?.id &&
  one.nth === other.nth &&
  one.text === other.text &&
  one.level === other.level &&
  one.stage === other.stage &&
  one.names === other.names

export const sameOutline = (one: readonly Item[], other: readonly Item[]): boolean =>
  one.length === other.length && one.every((item, index) => sameItem(item, other[index]))

/** The last line of an outline that stands at or before a cell: where one reads. */
export function lineOf(items: readonly Item[], order: ReadonlyMap<string, number>, seen: string | undefined): number {
  const at = seen === undefined ? undefined : order.get(seen)
  return at === undefined ? -1 : items.findLastIndex(({ id }) => (order.get(id) ?? Infinity) <= at)
}
