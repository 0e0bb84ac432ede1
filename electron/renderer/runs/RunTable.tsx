import { ArrowDown, ArrowUp } from "lucide-react"
import { useMemo, useState } from "react"
import { useWords } from "../frame/context.ts"
import type { Run } from "../jupyter/runs.ts"
import { spell } from "../notebook/Phrase.tsx"
import { figure, nameOf } from "../outputs/curves.ts"
import { type Column, columnsOf, sorted, text, valueIn } from "./differing.ts"
import { Lamp } from "./Lamp.tsx"
import { keyOf } from "./records.ts"

interface Given {
  readonly runs: readonly Run[]
  readonly differing: boolean
  readonly chosen: ReadonlySet<string>
  choose(keys: ReadonlySet<string>): void
  open(run: Run): void
}

interface Order {
  readonly column: Column
  readonly down: boolean
}

const same = (one: Column, other: Column): boolean => one.kind === other.kind && one.name === other.name

/** Runs by row, with their parameters and figures; a press on a heading sorts, on a name opens, on a box compares. */
export function RunTable({ runs, differing, chosen, choose, open }: Given) {
  const words = useWords()
  const [order, setOrder] = useState<Order>()
  const columns = useMemo(() => columnsOf(runs, differing && runs.length > 1), [runs, differing])
  const rows = useMemo(() => (order === undefined ? runs : sorted(runs, order.column, order.down)), [runs, order])
  const press = (column: Column) => {
    if (order === undefined || !same(order.column, column)) setOrder({ column, down: true })
    else setOrder(order.down ? { column, down: false } : undefined)
  }
  const toggle = (run: Run) => {
    const next = new Set(chosen)
    if (!next.delete(keyOf(run))) next.add(keyOf(run))
    choose(next)
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled area must be reachable by keyboard
    <section className="runs-table" aria-label={words.records.title} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <td />
            {[words.records.run, words.records.notebook, words.records.began, words.records.took].map(name => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {columns.map(column => {
              const now = order !== undefined && same(order.column, column) ? order : undefined
              return (
                <th
                  key={`${column.kind} ${column.name}`}
                  scope="col"
                  data-kind={column.kind}
                  aria-sort={now === undefined ? "none" : now.down ? "descending" : "ascending"}
                >
                  <button type="button" onClick={() => press(column)}>
                    {column.kind === "figure" ? nameOf(column.name) : column.name}
                    {now !== undefined &&
                      (now.down ? <ArrowDown size={11} aria-hidden /> : <ArrowUp size={11} aria-hidden />)}
                  </button>
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map(run => (
            <tr key={keyOf(run)} data-chosen={chosen.has(keyOf(run))}>
              <td>
                <input
                  type="checkbox"
                  aria-label={words.records.choose(words.records.name(run.number))}
                  checked={chosen.has(keyOf(run))}
                  onChange={() => toggle(run)}
                />
              </td>
              <th scope="row">
                <button type="button" className="run-name" onClick={() => open(run)}>
                  <Lamp state={run.state} />
                  {words.records.name(run.number)}
                  <span>{words.records.states[run.state]}</span>
                </button>
              </th>
              <td>{run.notebook}</td>
              <td>{words.records.when(run.began)}</td>
              <td className="number">{spell(words, run.seconds * 1000)}</td>
              {columns.map(column => (
                <td
                  key={`${column.kind} ${column.name}`}
                  className={typeof valueIn(run, column) === "number" ? "number" : ""}
                >
                  {shown(run, column)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function shown(run: Run, column: Column): string {
  const value = valueIn(run, column)
  return column.kind === "figure" && typeof value === "number" ? figure(column.name, value) : text(value)
}
