import { readHeader } from "../stages/headerline.ts"
import type { NotebookState } from "../state/model.ts"
import { useCells, useNotebook, useWords } from "./context.ts"

interface Item {
  readonly id: string
  readonly text: string
  readonly level: number
  readonly stage?: string
}

/** Headings of Markdown cells and pipeline cells, in their order. */
function itemsOf(state: NotebookState): Item[] {
  return state.order.flatMap((id): Item[] => {
    const { type, source } = state.cells.get(id)!
    if (type === "code") {
      const header = readHeader(source)
      return header === undefined ? [] : [{ id, text: header.name, level: 2, stage: header.stage }]
    }
    if (type !== "markdown") return []
    const prose = source.replace(/^(`{3}|~{3})[\s\S]*?^\1/gm, "")
    return [...prose.matchAll(/^(#{1,4})\s+(.+)$/gm)].map(found => ({ id, text: found[2]!, level: found[1]!.length }))
  })
}

const same = (one: Item[], other: Item[]) => JSON.stringify(one) === JSON.stringify(other)

export function Outline() {
  const session = useNotebook()
  const words = useWords()
  const items = usePartOf()
  const active = useCells(state => state.active)
  if (items.length === 0) return <p className="empty">{words.noOutline}</p>
  return (
    <ul className="tree">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell may have several headings of the same text
        <li key={`${item.id} ${index}`} data-stage={item.stage}>
          <button
            type="button"
            className="list-row"
            style={{ paddingLeft: 8 + (item.level - 1) * 12 }}
            aria-current={item.id === active ? "location" : undefined}
            onClick={() => {
              session.dispatch({ op: "select", cell: item.id })
              session.dispatch({ op: "step", by: 0 })
            }}
          >
            <span>
              {item.stage !== undefined && (
                <b style={{ color: "var(--stage)" }}>
                  {words.stageNames[item.stage as keyof typeof words.stageNames]}{" "}
                </b>
              )}
              {item.text}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

import { usePart } from "./context.ts"

const usePartOf = () => usePart(useNotebook().store, itemsOf, same)
