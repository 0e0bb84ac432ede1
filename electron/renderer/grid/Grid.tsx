import {
  type KeyboardEvent,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react"
import { useWords } from "../frame/context.ts"
import { mac } from "../frame/keys.ts"
import { nameOf } from "../keys/chords.ts"
import { GridBar } from "./Bar.tsx"
import { ColumnCard } from "./ColumnCard.tsx"
import { columnWidth } from "./cell.ts"
import { asTsv, type Cursor, moved, selection } from "./cursor.ts"
import { GridHead, GridRows } from "./Parts.tsx"
import { Pages, type View } from "./pages.ts"
import { stripAt, topShowing } from "./scroll.ts"
import type { Filter, RowSource, Sort } from "./source.ts"

export const rowHeight = 26
const headHeight = 30
/** Rows that are copied at once at most. */
const mostCopied = 20_000
const sampled = 60

interface Given {
  readonly source: RowSource
  readonly label: string
  /** Pixels; a table that is shorter takes less. */
  readonly height: number
}

/** Rows and columns of any number: those in view are drawn, those near it are fetched. Sorting, filters and profiles are the source's. */
export function Grid({ source, label, height }: Given) {
  const words = useWords()
  const id = useId()
  const [view, setView] = useState<View>({ sort: undefined, filter: [] })
  const pages = useMemo(() => new Pages(source, view), [source, view])
  useEffect(() => () => pages.close(), [pages])
  useSyncExternalStore(pages.subscribe, pages.version)
  const scroller = useRef<HTMLDivElement>(null)
  const [scrolled, setScrolled] = useState({ top: 0, left: 0, width: 800 })
  const [cursor, setCursor] = useState<Cursor>({ at: { row: -1, column: 0 }, from: { row: -1, column: 0 } })
  const [card, setCard] = useState<number>()
  const [copied, setCopied] = useState(0)

  // The head of the last view stays while the next one loads: nothing jumps.
  const lastHead = useRef(pages.head)
  lastHead.current = pages.head ?? lastHead.current
  const head = lastHead.current
  const columns = head?.columns ?? []
  const count = head?.matching ?? 0
  const widths = useRef<{ names: string; all: number[] }>({ names: "", all: [] })
  const names = columns.map(({ name }) => name).join("\u0000")
  if (pages.head !== undefined && widths.current.names !== names) {
    const sample = Array.from({ length: Math.min(sampled, count) }, (_, row) => pages.row(row))
    widths.current = {
      names,
      all: columns.map(({ name, type }, i) =>
        columnWidth(
          name,
          type,
          sample.map(row => row?.[i]),
        ),
      ),
    }
  }
  const lefts = edges(widths.current.all)
  const full = lefts.at(-1) ?? 0
  const across = Math.max(full, scrolled.width)
  const shownHeight = Math.max(rowHeight, Math.min(height - headHeight, Math.max(1, count) * rowHeight))
  const extent = { count, line: rowHeight, height: shownHeight }
  const strip = stripAt(extent, scrolled.top)
  const seen = {
    first: Math.max(0, lefts.findIndex(left => left > scrolled.left) - 2),
    end: columns.findIndex((_, i) => lefts[i]! > scrolled.left + scrolled.width) + 1 || columns.length,
  }

  useEffect(() => pages.want(strip.first, strip.end), [pages, strip.first, strip.end])
  useLayoutEffect(() => {
    const node = scroller.current!
    const look = () => setScrolled({ top: node.scrollTop, left: node.scrollLeft, width: node.clientWidth })
    look()
    const observer = new ResizeObserver(look)
    observer.observe(node)
    return () => observer.disconnect()
  }, [])

  const sortBy = useCallback(
    (column: string) => setView(before => ({ ...before, sort: nextSort(before.sort, column) })),
    [],
  )
  const filterBy = (filter: readonly Filter[]) => {
    setView(before => ({ ...before, filter }))
    scroller.current?.scrollTo({ top: 0 })
  }
  const copy = async () => {
    const { top, bottom, left, right } = selection(cursor)
    if (count === 0 || bottom < 0) return
    const rows = await rowsOf(source, view, top, Math.min(bottom + 1, top + mostCopied))
    await navigator.clipboard.writeText(asTsv(rows.map(row => row.slice(left, right + 1))))
    setCopied(rows.length)
  }
  const show = ({ at }: Cursor) => {
    const node = scroller.current
    if (node === null) return
    if (at.row >= 0) node.scrollTop = topShowing(extent, at.row, node.scrollTop)
    const [left = 0, right = 0] = [lefts[at.column], lefts[at.column + 1]]
    if (left < node.scrollLeft) node.scrollLeft = left
    else if (right > node.scrollLeft + node.clientWidth) node.scrollLeft = right - node.clientWidth
  }
  const press = (event: KeyboardEvent) => {
    if (event.target !== scroller.current) return
    const name = nameOf(event, mac) ?? ""
    const column = columns[cursor.at.column]
    const next = moved(cursor, name.replace("Shift+", ""), event.shiftKey, {
      rows: count,
      columns: columns.length,
      page: Math.max(1, Math.floor(shownHeight / rowHeight) - 1),
    })
    const acts: Record<string, () => void> = {
      "Mod+C": () => void copy(),
      "Mod+A": () => setCursor({ at: { row: count - 1, column: columns.length - 1 }, from: { row: 0, column: 0 } }),
      ...(column !== undefined &&
        cursor.at.row < 0 && { Enter: () => sortBy(column.name), Space: () => sortBy(column.name) }),
      ...(column !== undefined && { "Alt+ArrowDown": () => setCard(cursor.at.column) }),
    }
    const move = () => {
      setCursor(next!)
      show(next!)
    }
    const act = next === undefined ? acts[name] : move
    if (act === undefined) return
    event.preventDefault()
    event.stopPropagation()
    setCopied(0)
    act()
  }
  const { at } = cursor
  const activeId = columns.length === 0 ? undefined : `${id}-${at.row}-${at.column}`
  return (
    <div className="sheet" data-own-keys>
      {/* biome-ignore lint/a11y/useSemanticElements: a grid of which only a part is drawn cannot be a table */}
      <div
        ref={scroller}
        className="sheet-view"
        role="grid"
        aria-label={label}
        aria-rowcount={count + 1}
        aria-colcount={columns.length}
        aria-multiselectable
        aria-activedescendant={activeId}
        tabIndex={0}
        style={{ height: shownHeight + headHeight + (full > scrolled.width ? 12 : 0) }}
        onScroll={event => {
          const { scrollTop, scrollLeft, clientWidth } = event.currentTarget
          setScrolled({ top: scrollTop, left: scrollLeft, width: clientWidth })
        }}
        onKeyDown={press}
      >
        <GridHead
          {...{ id, columns, lefts, seen, view, cursor, full: across, setCursor, sortBy }}
          open={card}
          onCard={setCard}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: rows of a grid that is no table */}
        <div role="rowgroup" style={{ height: strip.drawn, width: across, position: "relative" }}>
          <GridRows {...{ id, pages, columns, lefts, seen, strip, cursor, full: across, setCursor }} />
        </div>
      </div>
      {card !== undefined && columns[card] !== undefined && (
        <ColumnCard
          column={columns[card]}
          source={source}
          view={view}
          left={Math.max(8, (lefts[card] ?? 0) - scrolled.left)}
          room={scrolled.width}
          change={next => {
            if (next.filter !== undefined) filterBy(next.filter)
            if ("sort" in next) setView(before => ({ ...before, sort: next.sort }))
          }}
          close={() => {
            setCard(undefined)
            scroller.current?.focus({ preventScroll: true })
          }}
        />
      )}
      <GridBar
        head={head}
        filter={view.filter}
        problem={pages.problem}
        note={copied > 0 ? words.grid.copied(copied) : ""}
        change={filterBy}
      />
    </div>
  )
}

const edges = (widths: readonly number[]): number[] => {
  const lefts = [0]
  for (const width of widths) lefts.push(lefts.at(-1)! + width)
  return lefts
}

/** Up, down, and back to the rows' own order. */
const nextSort = (sort: Sort | undefined, column: string): Sort | undefined =>
  sort?.column !== column ? { column, descending: false } : sort.descending ? undefined : { column, descending: true }

const atOnce = 1000

async function rowsOf(source: RowSource, { sort, filter }: View, start: number, end: number) {
  const rows: (readonly unknown[])[] = []
  while (start + rows.length < end) {
    const count = Math.min(atOnce, end - start - rows.length)
    const asked = { start: start + rows.length, count, filter: [...filter], ...(sort !== undefined && { sort }) }
    const found = await source.page(asked)
    if (found.rows.length === 0) break
    rows.push(...found.rows)
  }
  return rows
}
