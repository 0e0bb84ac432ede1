import type { Stage } from "../../../kernel/contracts/stages.ts"
import { readHeader } from "../stages/headerline.ts"
import type { NotebookState } from "../state/model.ts"

export interface Item {
  readonly id: string
  readonly text: string
  /** 1 to 6 for headings; what stands below a heading is one deeper. */
  readonly level: number
  readonly stage?: Stage
  /** A plain cell, by the names that it defines. */
  readonly names?: true
}

/** The most names that a line of the outline has. */
const most = 4

/** Headings, pipeline cells and the names that other cells define, in the order of the notebook. */
export function outlineOf(state: Pick<NotebookState, "order" | "cells" | "graph">): Item[] {
  const defines = new Map(state.graph.nodes.map(node => [node.id, node.defines]))
  let level = 0
  return state.order.flatMap((id): Item[] => {
    const { type, source } = state.cells.get(id)!
    if (type === "code") {
      const header = readHeader(source)
      if (header !== undefined) return [{ id, text: header.name, level: level + 1, stage: header.stage }]
      const names = defines.get(id) ?? []
      const text = names.slice(0, most).join(", ") + (names.length > most ? ", …" : "")
      return text === "" ? [] : [{ id, text, level: level + 1, names: true }]
    }
    if (type !== "markdown") return []
    const prose = source.replace(/^(`{3}|~{3})[\s\S]*?^\1/gm, "")
    const headings = [...prose.matchAll(/^(#{1,6})\s+(.+)$/gm)].map(found => ({
      id,
      text: found[2]!.replace(/[*_`]|\s+#+\s*$/g, ""),
      level: found[1]!.length,
    }))
    level = headings.at(-1)?.level ?? level
    return headings
  })
}
