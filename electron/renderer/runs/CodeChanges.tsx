import { useMemo } from "react"
import { Lines } from "../compare/ComparedCell.tsx"
import { compareLines } from "../compare/lines.ts"
import { useWords } from "../frame/context.ts"
import type { Drawn } from "./drawn.ts"

/** What changed in the code of the cells from one run to a later one. */
export function CodeChanges({ before, after }: { before: Drawn; after: Drawn }) {
  const words = useWords()
  const changes = useMemo(() => {
    const code = (drawn: Drawn) => new Map(drawn.record.cells.map(cell => [cell.cellId, cell]))
    const [older, newer] = [code(before), code(after)]
    return [...new Set([...newer.keys(), ...older.keys()])].flatMap(id => {
      const [one, other] = [older.get(id)?.code ?? "", newer.get(id)?.code ?? ""]
      const { cell, stage, name } = (newer.get(id) ?? older.get(id))!
      const title = [stage, name].filter(Boolean).join(" ") || words.records.cell(cell)
      return one === other ? [] : [{ id, title, lines: compareLines(one, other) }]
    })
  }, [before, after, words])
  return (
    <figure className="runs-chart">
      <figcaption>
        <h3>{words.records.code}</h3>
        <span>{words.records.codeOf(before.name, after.name)}</span>
      </figcaption>
      {changes.length === 0 && <p className="empty">{words.records.sameCode}</p>}
      {changes.map(({ id, title, lines }) => (
        <article key={id} className="compared" data-kind="changed" aria-label={title}>
          <header>
            <b>{title}</b>
          </header>
          <Lines lines={lines} whole={false} />
        </article>
      ))}
    </figure>
  )
}
