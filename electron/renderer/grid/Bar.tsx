import { X } from "lucide-react"
import { useWords } from "../frame/context.ts"
import type { Filter, Page } from "./source.ts"

interface Given {
  readonly head: Page | undefined
  readonly filter: readonly Filter[]
  readonly problem: string | undefined
  readonly note: string
  change(filter: readonly Filter[]): void
}

/** Below a grid: how many rows there are, the filters that hold, and what went wrong. */
export function GridBar({ head, filter, problem, note, change }: Given) {
  const words = useWords()
  const { matching = 0, total = 0, columns = [], totalColumns = 0 } = head ?? {}
  return (
    <div className="sheet-bar">
      <output>
        {head === undefined
          ? problem === undefined && words.grid.loading
          : matching === total
            ? words.grid.rows(total)
            : words.rowsOf(matching, total)}
      </output>
      {totalColumns > columns.length && <span>{words.grid.columnsOf(columns.length, totalColumns)}</span>}
      {filter.map(({ column, is, value }, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: filters have no other identity
          key={index}
          type="button"
          className="chip"
          title={words.grid.removeFilter}
          onClick={() => change(filter.filter((_, other) => other !== index))}
        >
          {column} {words.grid.comparisons[is]} {String(value)}
          <X size={11} aria-hidden />
        </button>
      ))}
      {problem !== undefined && (
        <span className="problem-note" role="alert">
          {problem}
        </span>
      )}
      {note !== "" && <output>{note}</output>}
    </div>
  )
}
