import { ArrowDown, ArrowUp, X } from "lucide-react"
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react"
import { useApp, useCells, useNotebook, useWords, useWorkspace } from "../frame/context.ts"
import { IconButton } from "../frame/IconButton.tsx"
import type { Side } from "../state/app.ts"
import { alignCells, type Row } from "./align.ts"
import { ComparedCell } from "./ComparedCell.tsx"
import { restored } from "./restore.ts"
import { type Other, readSide } from "./sides.ts"

type Reading = { state: "reading" } | { state: "read"; other: Other } | { state: "failed"; reason: string }

const sides = ["checkpoint", "head", "disk"] as const satisfies readonly Side[]

/** The notebook beside another version of it, cell by cell. What is the same on both sides is folded away. */
export function Compare({ side }: { side: Side }) {
  const session = useNotebook()
  const workspace = useWorkspace()
  const words = useWords()
  const language = useApp(state => state.settings.language)
  const path = useCells(state => state.path)
  const order = useCells(state => state.order)
  const cells = useCells(state => state.cells)
  const page = useRef<HTMLElement>(null)
  const [reading, setReading] = useState<Reading>({ state: "reading" })
  useEffect(() => {
    let gone = false
    setReading({ state: "reading" })
    readSide[side](workspace.rest, path, words, language).then(
      other => !gone && setReading({ state: "read", other }),
      (cause: Error) => !gone && setReading({ state: "failed", reason: cause.message }),
    )
    return () => {
      gone = true
    }
  }, [side, path, workspace, words, language])
  useEffect(() => page.current?.focus(), [])

  const other = reading.state === "read" ? reading.other : undefined
  const rows = useMemo(
    () => (other === undefined ? [] : alignCells(other.document, { order, cells })),
    [other, order, cells],
  )
  const close = () => workspace.app.dispatch({ op: "compare", side: undefined })
  const restore = (row: Row) => {
    if (other === undefined) return
    const document = restored(other.document, { order, cells }, rows, row)
    session.dispatch({ op: "adopt", document, active: "after" in row ? row.after.id : row.before.id })
    // The button that was pressed is gone with its row; the keys of the view stay.
    page.current?.focus()
  }
  const go = (by: number) => {
    const places = [...(page.current?.querySelectorAll<HTMLElement>("[data-change]") ?? [])]
    const at = places.findIndex(place => place.contains(document.activeElement))
    const next = places[at < 0 ? (by > 0 ? 0 : places.length - 1) : (at + by + places.length) % places.length]
    next?.focus()
    next?.scrollIntoView({ block: "nearest" })
  }
  const press = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLSelectElement || event.ctrlKey || event.metaKey || event.altKey) return
    const keys: Record<string, () => void> = {
      n: () => go(1),
      j: () => go(1),
      ArrowDown: () => go(1),
      p: () => go(-1),
      k: () => go(-1),
      ArrowUp: () => go(-1),
      F7: () => go(event.shiftKey ? -1 : 1),
      Escape: close,
    }
    if (keys[event.key] === undefined) return
    event.preventDefault()
    keys[event.key]!()
  }
  const count = (kind: Row["kind"]) => rows.filter(row => row.kind === kind).length
  const differ = rows.some(row => row.kind !== "same")
  const summary = words.compare.summary(count("changed"), count("added"), count("removed"), count("moved"))
  return (
    <section
      ref={page}
      className="compare"
      data-own-keys
      tabIndex={-1}
      aria-label={words.compare.title}
      onKeyDown={press}
    >
      <header>
        <h2>
          {words.compare.title} <small>{other?.about}</small>
        </h2>
        <span role="status">{differ ? summary : ""}</span>
        <label>
          <span className="unseen">{words.compare.against}</span>
          <select
            className="field-input"
            value={side}
            onChange={event => {
              const wanted = sides.find(name => name === event.target.value)
              workspace.app.dispatch({ op: "compare", side: wanted })
            }}
          >
            {sides.map(name => (
              <option key={name} value={name}>
                {words.compare.sides[name]}
              </option>
            ))}
          </select>
        </label>
        <IconButton icon={ArrowUp} label={words.compare.previous} disabled={!differ} onClick={() => go(-1)} />
        <IconButton icon={ArrowDown} label={words.compare.next} disabled={!differ} onClick={() => go(1)} />
        <IconButton icon={X} size={16} label={words.compare.close} onClick={close} />
      </header>
      <div className="compare-body">
        {reading.state === "reading" && <p className="empty">{words.compare.reading}</p>}
        {reading.state === "failed" && <p className="empty">{words.compare.failed(reading.reason)}</p>}
        {reading.state === "read" && !differ && <p className="empty">{words.compare.none}</p>}
        {differ &&
          grouped(rows, other?.document.order ?? []).map(group =>
            group.kind === "same" ? (
              <Unchanged key={group.rows[0]!.after.id} rows={group.rows} language={session.language} />
            ) : (
              <ComparedCell
                key={keyOf(group.row)}
                row={group.row}
                number={group.number}
                language={session.language}
                restore={() => restore(group.row)}
              />
            ),
          )}
      </div>
    </section>
  )
}

type Same = Extract<Row, { after: unknown; before: unknown }>
/** The place of a removed cell is the one that it had; every other cell is counted where it stands now. */
type Group = { kind: "same"; rows: Same[] } | { kind: "change"; row: Row; number: number }

const keyOf = (row: Row): string => ("after" in row ? row.after.id : `gone ${row.before.id}`)

/** Runs of cells that did not change as one; numbers count from 1. */
function grouped(rows: readonly Row[], before: readonly string[]): Group[] {
  const groups: Group[] = []
  let now = 0
  for (const row of rows) {
    const number = row.kind === "removed" ? before.indexOf(row.before.id) + 1 : ++now
    const last = groups.at(-1)
    if (row.kind !== "same") groups.push({ kind: "change", row, number })
    else if (last?.kind === "same") last.rows.push(row)
    else groups.push({ kind: "same", rows: [row] })
  }
  return groups
}

function Unchanged({ rows, language }: { rows: readonly Same[]; language: string }) {
  const words = useWords()
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="unchanged" aria-expanded={open} onClick={() => setOpen(!open)}>
        {words.compare.unchanged(rows.length)}
      </button>
      {open && rows.map(row => <ComparedCell key={row.after.id} row={row} number={undefined} language={language} />)}
    </>
  )
}
