import { ArrowDown, ArrowUp, ListFilter } from "lucide-react"
import type { MouseEvent } from "react"
import { useWords } from "../frame/context.ts"
import { cellText } from "./cell.ts"
import { type Cursor, selection } from "./cursor.ts"
import type { Pages, View } from "./pages.ts"
import type { Strip } from "./scroll.ts"
import type { Page } from "./source.ts"

interface Shared {
  readonly id: string
  readonly columns: Page["columns"]
  /** Where each column begins, and where the last one ends. */
  readonly lefts: readonly number[]
  readonly seen: { readonly first: number; readonly end: number }
  readonly cursor: Cursor
  readonly full: number
  setCursor(cursor: Cursor): void
}

interface HeadGiven extends Shared {
  readonly view: View
  /** The column whose card is open. */
  readonly open: number | undefined
  sortBy(column: string): void
  onCard(column: number | undefined): void
}

const widthOf = (lefts: readonly number[], column: number) => (lefts[column + 1] ?? 0) - (lefts[column] ?? 0)

/** The names of the columns: a click sorts, the sign at the right opens the column's card. */
export function GridHead({ id, columns, lefts, seen, view, cursor, full, open, setCursor, sortBy, onCard }: HeadGiven) {
  const words = useWords()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of a grid that is no table
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
    <div role="row" aria-rowindex={1} className="sheet-head" style={{ width: full }}>
      {columns.slice(seen.first, seen.end).map(({ name, type }, index) => {
        const column = seen.first + index
        const sorted = view.sort?.column === name ? view.sort : undefined
        const active = cursor.at.row < 0 && cursor.at.column === column
        const filtered = view.filter.some(filter => filter.column === name)
        return (
          // biome-ignore lint/a11y/useSemanticElements: a cell of a grid that is no table
          // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
          // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on the active header sorts
          <div
            key={column}
            id={`${id}--1-${column}`}
            role="columnheader"
            aria-colindex={column + 1}
            aria-sort={sorted === undefined ? "none" : sorted.descending ? "descending" : "ascending"}
            className={active ? "active" : undefined}
            style={{ left: lefts[column], width: widthOf(lefts, column) }}
            title={`${name} · ${type}`}
            onClick={() => {
              const place = { row: -1, column }
              setCursor({ at: place, from: place })
              sortBy(name)
            }}
          >
            <span className="label">{name}</span>
            {sorted !== undefined &&
              (sorted.descending ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
            <small>{type}</small>
            <button
              type="button"
              tabIndex={-1}
              className={filtered || open === column ? "icon-button small on" : "icon-button small"}
              title={words.grid.about(name)}
              aria-label={words.grid.about(name)}
              onClick={event => {
                event.stopPropagation()
                onCard(open === column ? undefined : column)
              }}
            >
              <ListFilter size={12} aria-hidden />
            </button>
          </div>
        )
      })}
    </div>
  )
}

interface RowsGiven extends Shared {
  readonly pages: Pages
  readonly strip: Strip
}

/** The rows in view. A row that has not arrived shows that it is on its way. */
export function GridRows({ id, pages, columns, lefts, seen, strip, cursor, full, setCursor }: RowsGiven) {
  const chosen = selection(cursor)
  const several = chosen.top !== chosen.bottom || chosen.left !== chosen.right
  const isChosen = (row: number, column: number) =>
    several && row >= chosen.top && row <= chosen.bottom && column >= chosen.left && column <= chosen.right
  const choose = (event: MouseEvent, row: number, column: number) => {
    const at = { row, column }
    setCursor({ at, from: event.shiftKey ? cursor.from : at })
  }
  return Array.from({ length: strip.end - strip.first }, (_, place) => {
    const index = strip.first + place
    const row = pages.row(index)
    return (
      // biome-ignore lint/a11y/useSemanticElements: a row of a grid that is no table
      // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
      <div
        key={index}
        role="row"
        aria-rowindex={index + 2}
        className="sheet-row"
        style={{ width: full, top: strip.offset + place * 26 }}
      >
        {columns.slice(seen.first, seen.end).map((_, at) => {
          const column = seen.first + at
          const value = row?.[column]
          const active = cursor.at.row === index && cursor.at.column === column
          const names = [
            active && "active",
            isChosen(index, column) && "chosen",
            typeof value === "number" && "number",
            value === null && "none",
          ].filter(Boolean)
          return (
            // biome-ignore lint/a11y/useSemanticElements: a cell of a grid that is no table
            // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus
            <div
              key={column}
              id={`${id}-${index}-${column}`}
              role="gridcell"
              aria-colindex={column + 1}
              aria-selected={active || isChosen(index, column)}
              className={names.join(" ") || undefined}
              style={{ left: lefts[column], width: widthOf(lefts, column) }}
              title={typeof value === "string" && value.length > 30 ? value : undefined}
              onMouseDown={event => choose(event, index, column)}
            >
              {row === undefined ? <span className="sheet-wait" /> : cellText(value, columns[column]?.type)}
            </div>
          )
        })}
      </div>
    )
  })
}
