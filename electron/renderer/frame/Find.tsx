import { ChevronDown, ChevronUp } from "lucide-react"
import { useMemo, useState } from "react"
import { findAll, patternOf, replaced } from "../state/search.ts"
import { useCells, useNotebook, useWords } from "./context.ts"

/** Find and replace over all cells. Enter goes to the next match, Shift Enter to the one before. */
export function Find() {
  const session = useNotebook()
  const words = useWords()
  const cells = useCells(state => state.cells)
  const order = useCells(state => state.order)
  const [text, setText] = useState("")
  const [by, setBy] = useState("")
  const [caseSensitive, setCase] = useState(false)
  const [regular, setRegular] = useState(false)
  const [at, setAt] = useState(-1)
  const query = useMemo(() => ({ text, caseSensitive, regular }), [text, caseSensitive, regular])
  const matches = useMemo(() => findAll({ order, cells }, query), [order, cells, query])
  const wrong = text !== "" && patternOf(query) === undefined
  const go = (step: number) => {
    if (matches.length === 0) return
    const next = (at + step + matches.length) % matches.length
    const { cell, start, end } = matches[next]!
    setAt(next)
    session.dispatch({ op: "select", cell })
    session.dispatch({ op: "setMode", mode: "edit", caret: { cell, offset: start, length: end - start } })
  }
  const replaceOne = () => {
    const match = matches[Math.max(at, 0)]
    if (match !== undefined) session.dispatch({ op: "replaceAll", edits: replaced({ order, cells }, query, by, match) })
  }
  return (
    <form
      style={{ display: "grid", gap: 8, padding: "0 6px" }}
      onSubmit={event => {
        event.preventDefault()
        go(1)
      }}
    >
      <label style={{ display: "grid" }}>
        <small>{words.findText}</small>
        <input
          className="field-input"
          // biome-ignore lint/a11y/noAutofocus: the reader has just asked to find something
          autoFocus
          value={text}
          aria-invalid={wrong}
          onChange={event => {
            setText(event.target.value)
            setAt(-1)
          }}
        />
      </label>
      <label style={{ display: "grid" }}>
        <small>{words.replaceText}</small>
        <input className="field-input" value={by} onChange={event => setBy(event.target.value)} />
      </label>
      <label>
        <input type="checkbox" checked={caseSensitive} onChange={event => setCase(event.target.checked)} />{" "}
        {words.matchCase}
      </label>
      <label>
        <input type="checkbox" checked={regular} onChange={event => setRegular(event.target.checked)} />{" "}
        {words.regularExpression}
      </label>
      <div style={{ display: "flex", alignItems: "center", gap: 4 }}>
        <span className="empty grow" style={{ padding: 0 }} aria-live="polite">
          {wrong ? words.badExpression : words.matches(at + 1, matches.length)}
        </span>
        <button type="button" className="icon-button" aria-label={words.previousMatch} onClick={() => go(-1)}>
          <ChevronUp size={15} aria-hidden />
        </button>
        <button type="submit" className="icon-button" aria-label={words.nextMatch}>
          <ChevronDown size={15} aria-hidden />
        </button>
      </div>
      <div style={{ display: "flex", gap: 6 }}>
        <button type="button" className="btn slim" disabled={matches.length === 0} onClick={replaceOne}>
          {words.replaceOne}
        </button>
        <button
          type="button"
          className="btn slim"
          disabled={matches.length === 0}
          onClick={() => session.dispatch({ op: "replaceAll", edits: replaced({ order, cells }, query, by) })}
        >
          {words.replaceAll}
        </button>
      </div>
    </form>
  )
}
