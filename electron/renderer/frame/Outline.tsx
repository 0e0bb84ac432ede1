import { useEffect, useRef } from "react"
import { arrows } from "./arrows.ts"
import { useApp, useCells, useNotebook, usePart, useWords } from "./context.ts"
import { type Item, outlineOf } from "./outlined.ts"

const same = (one: Item[], other: Item[]) => JSON.stringify(one) === JSON.stringify(other)

/** Where everything is. It follows the page as that is scrolled; a press goes to the place. */
export function Outline() {
  const session = useNotebook()
  const words = useWords()
  const items = usePart(session.store, outlineOf, same)
  const active = useCells(state => state.active)
  const order = useCells(state => state.order)
  const seen = useApp(state => state.seen)
  const list = useRef<HTMLUListElement>(null)
  const reading = seen === undefined ? -1 : items.findLastIndex(({ id }) => order.indexOf(id) <= order.indexOf(seen))
  useEffect(() => {
    list.current?.children[reading]?.scrollIntoView({ block: "nearest" })
  }, [reading])
  if (items.length === 0) return <p className="empty">{words.noOutline}</p>
  return (
    <ul className="tree outline" ref={list} onKeyDown={arrows}>
      {items.map(({ id, text, level, stage, names }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell may have several headings of the same text
        <li key={`${id} ${index}`} data-stage={stage}>
          <button
            type="button"
            className={["list-row", names && "names", index === reading && "reading"].filter(Boolean).join(" ")}
            style={{ paddingLeft: 8 + Math.min(level - 1, 5) * 12 }}
            aria-current={id === active ? "location" : undefined}
            onClick={() => {
              session.dispatch({ op: "select", cell: id })
              session.dispatch({ op: "step", by: 0 })
            }}
          >
            <span>
              {stage !== undefined && <b className="stage">{words.stageNames[stage]} </b>}
              {text}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
