import { memo, useEffect, useMemo, useRef } from "react"
import type { NotebookSession } from "../session/notebook.ts"
import { arrows } from "./arrows.ts"
import { useApp, useCells, useNotebook, usePart, useWords } from "./context.ts"
import { type Item, lineOf, outlineOf, sameOutline } from "./outlined.ts"

/** Where everything is. It follows the page as that is scrolled; a press goes to the place. */
export function Outline() {
  const session = useNotebook()
  const words = useWords()
  const items = usePart(session.store, outlineOf, sameOutline)
  const active = useCells(state => state.active)
  const order = useCells(state => state.order)
  const seen = useApp(state => state.seen)
  const list = useRef<HTMLUListElement>(null)
  const places = useMemo(() => new Map(order.map((id, index) => [id, index])), [order])
  const reading = useMemo(() => lineOf(items, places, seen), [items, places, seen])
  useEffect(() => {
    list.current?.children[reading]?.scrollIntoView({ block: "nearest" })
  }, [reading])
  if (items.length === 0) return <p className="empty">{words.noOutline}</p>
  return (
    <ul className="tree outline" ref={list} onKeyDown={arrows}>
      {items.map((item, index) => (
        <Line
          key={`${item.id} ${item.nth}`}
          item={item}
          session={session}
          reading={index === reading}
          active={item.id === active}
        />
      ))}
    </ul>
  )
}

interface Given {
  readonly item: Item
  readonly session: NotebookSession
  readonly reading: boolean
  readonly active: boolean
}

/** Of thousands of lines only those are drawn again that change. */
const Line = memo(function Line({ item, session, reading, active }: Given) {
  const words = useWords()
  const { id, text, level, stage, names } = item
  return (
    <li data-stage={stage}>
      <button
        type="button"
        className={["list-row", names && "names", reading && "reading"].filter(Boolean).join(" ")}
        style={{ paddingLeft: 8 + Math.min(level - 1, 5) * 12 }}
        aria-current={active ? "location" : undefined}
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
  )
}, sameLine)

function sameLine(one: Given, other: Given): boolean {
  return (
    sameOutline([one.item], [other.item]) &&
    one.session === other.session &&
    one.reading === other.reading &&
    one.active === other.active
  )
}
