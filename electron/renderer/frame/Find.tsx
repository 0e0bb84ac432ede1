import { ChevronDown, ChevronUp } from "lucide-react"
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react"
import { editMatch, goToMatch } from "../session/finding.ts"
import { selected } from "../state/document.ts"
import { findAll, patternOf, type Query, replaced } from "../state/search.ts"
import { useApp, useCells, useNotebook, useWords, useWorkspace } from "./context.ts"

type Switch = "caseSensitive" | "word" | "regular"
const switches = [
  ["caseSensitive", "matchCase", "KeyC"],
  ["word", "wholeWord", "KeyW"],
  ["regular", "regularExpression", "KeyR"],
] as const satisfies readonly (readonly [Switch, string, string])[]

/** Find and replace over all cells. The focus stays here while matches are shown, so that Enter can be pressed again and again. */
export function Find() {
  const session = useNotebook()
  const workspace = useWorkspace()
  const words = useWords()
  const cells = useCells(state => state.cells)
  const order = useCells(state => state.order)
  const { query, by, at } = useApp(state => state.find)
  const field = useRef<HTMLInputElement>(null)
  const matches = useMemo(() => findAll({ order, cells }, query), [order, cells, query])
  const wrong = query.text !== "" && patternOf(query) === undefined
  useEffect(() => {
    const focus = () => {
      field.current?.focus()
      field.current?.select()
    }
    focus()
    workspace.focusFind = focus
    return () => {
      workspace.focusFind = () => {}
    }
  }, [workspace])
  const ask = (change: Partial<Query>) =>
    workspace.app.dispatch({ op: "find", find: { query: { ...query, ...change }, at: -1, match: undefined } })
  const go = (step: number) => goToMatch(session, workspace, step)
  const replaceOne = () => {
    const match = matches[Math.max(at, 0)]
    if (match === undefined) return
    session.dispatch({ op: "replaceAll", edits: replaced({ order, cells }, query, by, match) })
    // What comes after moved up by one: the same number is the next match now.
    workspace.app.dispatch({ op: "find", find: { at: Math.max(at, 0) - 1 } })
    go(1)
  }
  const replaceAll = () => session.dispatch({ op: "replaceAll", edits: replaced({ order, cells }, query, by) })
  const press = (event: KeyboardEvent) => {
    const found = event.altKey ? switches.find(([, , code]) => code === event.code) : undefined
    if (found !== undefined) ask({ [found[0]]: !query[found[0]] })
    else if (event.key === "Escape") editMatch(session, workspace)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that pass from the fields within
    <div className="find" onKeyDown={press}>
      <label className="stacked">
        {words.findText}
        <input
          ref={field}
          className="field-input code"
          value={query.text}
          aria-invalid={wrong}
          aria-describedby="find-count"
          onChange={event => ask({ text: event.target.value })}
          onKeyDown={event => event.key === "Enter" && go(event.shiftKey ? -1 : 1)}
        />
      </label>
      <label className="stacked">
        {words.replaceText}
        <input
          className="field-input code"
          value={by}
          onChange={event => workspace.app.dispatch({ op: "find", find: { by: event.target.value } })}
          onKeyDown={event => {
            if (event.key !== "Enter") return
            if (event.ctrlKey || event.metaKey) replaceAll()
            else replaceOne()
            event.stopPropagation()
          }}
        />
      </label>
      {switches.map(([name, label]) => (
        <label key={name} className="switch">
          <input type="checkbox" checked={query[name]} onChange={event => ask({ [name]: event.target.checked })} />
          {words[label]}
        </label>
      ))}
      <label className="switch">
        <input
          type="checkbox"
          checked={query.within !== undefined}
          onChange={event => ask({ within: event.target.checked ? selected(session.store.get()) : undefined })}
        />
        {words.inSelection}
      </label>
      <div className="row">
        <span id="find-count" className="grow" role="status">
          {wrong ? words.badExpression : query.text !== "" && words.matches(at + 1, matches.length)}
        </span>
        <button type="button" className="icon-button" aria-label={words.previousMatch} onClick={() => go(-1)}>
          <ChevronUp size={15} aria-hidden />
        </button>
        <button type="button" className="icon-button" aria-label={words.nextMatch} onClick={() => go(1)}>
          <ChevronDown size={15} aria-hidden />
        </button>
      </div>
      <div className="row">
        <button type="button" className="btn slim" disabled={matches.length === 0} onClick={replaceOne}>
          {words.replaceOne}
        </button>
        <button type="button" className="btn slim" disabled={matches.length === 0} onClick={replaceAll}>
          {words.replaceAll}
        </button>
      </div>
      <p className="empty">{words.findHelp}</p>
    </div>
  )
}
