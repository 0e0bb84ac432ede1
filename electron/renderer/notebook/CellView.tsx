import { type MouseEvent, memo, type ReactNode, useEffect, useMemo, useRef } from "react"
import { languageOf } from "../code/lexer.ts"
import { MergeConflict } from "../conflicts/MergeConflict.tsx"
import { Editor } from "../editor/Editor.tsx"
import { nearest, Static } from "../editor/Static.tsx"
import { useApp, useCells, useNotebook, useWords } from "../frame/context.ts"
import { Outputs } from "../outputs/Outputs.tsx"
import { readHeader } from "../stages/headerline.ts"
import { selected } from "../state/document.ts"
import { isFolded } from "../state/editing.ts"
import type { Cell, Mark } from "../state/model.ts"
import { matchesIn, patternOf } from "../state/search.ts"
import { standing } from "../state/standing.ts"
import { Header } from "./Header.tsx"
import { Phrase } from "./Phrase.tsx"
import { Question } from "./Question.tsx"
import { Section } from "./Section.tsx"
import { Starters } from "./Starters.tsx"
import { TextCell } from "./TextCell.tsx"
import { Tools } from "./Tools.tsx"

const noMarks: readonly Mark[] = []

/** One cell. Only changes of its own state draw it again. */
export const CellView = memo(function CellView({ id, index }: { id: string; index: number }) {
  const session = useNotebook()
  const words = useWords()
  const cell = useCells(state => state.cells.get(id))!
  const active = useCells(state => state.active === id)
  const chosen = useCells(state => state.anchor !== state.active && selected(state).includes(id))
  const editing = useCells(state => state.active === id && state.mode === "edit")
  const state = useCells(now => standing(now, id))
  const known = useCells(state => state.marks.get(id) ?? noMarks)
  const found = useFound(cell)
  const marks = useMemo(() => (found.length === 0 ? known : [...found, ...known]), [found, known])
  const box = useRef<HTMLElement>(null)
  const header = useMemo(() => (cell.type === "code" ? readHeader(cell.source) : undefined), [cell.type, cell.source])

  useEffect(() => {
    // In command mode the active cell has the focus, unless the reader is elsewhere (a panel, a dialog).
    const focused = document.activeElement
    const free = focused === null || focused === document.body || focused.closest("[data-notebook]") !== null
    if (active && !editing && free) box.current?.focus({ preventScroll: true })
  }, [active, editing])

  const names = ["cell", cell.type, active && "active", chosen && "chosen", editing && "editing"]
  if (state === "stale" || state === "earlier") names.push(state)
  if (cell.run.state === "failed") names.push("failed")
  const kindName =
    header === undefined
      ? words[cell.type === "markdown" ? "text" : cell.type]
      : `${words.stageNames[header.stage]} ${header.name}`.trim()
  const choose = (event: MouseEvent) => {
    const on = event.target instanceof Element ? event.target : null
    if (on?.closest("button, a, input, summary, .monaco-editor") != null) return
    // The press that ends here began to edit.
    if (editing && on?.closest(".source") != null) return
    session.dispatch({ op: "select", cell: id, extend: event.shiftKey })
  }
  return (
    <article
      ref={box}
      className={names.filter(Boolean).join(" ")}
      data-cell={id}
      data-stage={header?.stage}
      data-state={state}
      aria-label={words.cellLabel(index + 1, kindName, cell.type === "code" ? words.states[state] : "")}
      aria-current={active}
      tabIndex={active ? 0 : -1}
      onClick={choose}
      onKeyDown={event => {
        // From a chip, a button or an output Escape goes back to the cell; the editor's own is a command.
        const inside = event.target !== box.current && !editing
        if (event.key === "Escape" && inside && !event.defaultPrevented) box.current?.focus()
      }}
      onFocus={event => {
        if (event.target === box.current && !active) session.dispatch({ op: "select", cell: id })
      }}
    >
      {active && !editing && <Tools id={id} type={cell.type} />}
      {cell.type === "code" ? (
        <>
          {header !== undefined && <Header cell={cell} header={header} standing={state} />}
          <Source cell={cell} editing={editing} marks={marks}>
            {header === undefined && <Phrase cell={cell} standing={state} />}
          </Source>
          <MergeConflict cell={cell} />
          <Problems marks={marks} />
          <Question id={id} number={index + 1} />
          <Results cell={cell} />
        </>
      ) : (
        <>
          <TextCell cell={cell} editing={editing} marks={marks} />
          <MergeConflict cell={cell} />
          <Section cell={cell} />
        </>
      )}
    </article>
  )
})

/** The matches of what is being looked for, while the find panel is open. */
function useFound(cell: Cell): readonly Mark[] {
  const query = useApp(state => (state.panel === "find" ? state.find.query : undefined))
  const match = useApp(state => (state.find.match?.cell === cell.id ? state.find.match : undefined))
  return useMemo(() => {
    const pattern = query === undefined ? undefined : patternOf(query)
    if (pattern === undefined || query?.within?.includes(cell.id) === false) return noMarks
    const here = match?.cell === cell.id ? match.start : -1
    return matchesIn(cell, pattern).map(
      ({ start, end }): Mark => ({
        start,
        end,
        severity: start === here ? "warning" : "hint",
        message: "",
        source: "find",
      }),
    )
  }, [query, cell, match])
}

interface Given {
  readonly cell: Cell
  readonly editing: boolean
  readonly marks: readonly Mark[]
  readonly children: ReactNode
}

function Source({ cell, editing, marks, children }: Given) {
  const session = useNotebook()
  const words = useWords()
  const language = languageOf(cell.type, cell.source, session.language)
  const { id } = cell
  const place = useMemo(
    () => (offset: number) => session.dispatch({ op: "setMode", mode: "edit", caret: { cell: id, offset } }),
    [session, id],
  )
  if (isFolded(cell, "source") && !editing) {
    return (
      <button type="button" className="folded" title={words.showSource} onClick={() => unfold(session, id, "source")}>
        … <code>{cell.source.split("\n").find(line => !line.startsWith("%%"))}</code>
      </button>
    )
  }
  const beside = (event: MouseEvent<HTMLElement>) => {
    // Beside and below the code is the code's too: the cursor goes to the nearest place in it.
    if (event.target !== event.currentTarget || event.button !== 0 || event.shiftKey) return
    event.preventDefault()
    if (!editing) place(nearest(event.currentTarget, event.clientX, event.clientY) ?? cell.source.length)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a larger target for the mouse; by keyboard Enter does the same
    <div className="source" onMouseDown={beside}>
      {editing ? (
        <Editor cell={cell} language={language} />
      ) : (
        <Static source={cell.source} language={language} marks={marks} onPlace={place} />
      )}
      {cell.source === "" && <Starters id={cell.id} />}
      {children}
    </div>
  )
}

function Results({ cell }: { cell: Cell }) {
  const session = useNotebook()
  const words = useWords()
  const trusted = useCells(state => state.trusted)
  const count = cell.outputs.list.length
  if (count === 0) return null
  if (isFolded(cell, "outputs")) {
    return (
      <button type="button" className="folded" onClick={() => unfold(session, cell.id, "outputs")}>
        {words.showOutputs(count)}
      </button>
    )
  }
  const outputs = <Outputs cell={cell.id} outputs={cell.outputs} trusted={trusted || cell.trusted} />
  if (cell.metadata.scrolled !== true) return outputs
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="scrolled" tabIndex={0} aria-label={words.outputsOf}>
      {outputs}
    </section>
  )
}

function unfold(session: ReturnType<typeof useNotebook>, id: string, what: "source" | "outputs"): void {
  session.dispatch({ op: "select", cell: id })
  session.dispatch({ op: "fold", what, folded: false })
}

/** What is wrong in the code, in words; errors of a run stand with the outputs already. */
function Problems({ marks }: { marks: readonly Mark[] }) {
  const words = useWords()
  const list = marks.filter(
    mark => mark.source === "graph" || (mark.source === "language" && mark.severity === "error"),
  )
  if (list.length === 0) return null
  return list.slice(0, 3).map(mark => (
    <div key={`${mark.start} ${mark.message}`} className={`problem ${mark.severity}`}>
      <b>{words.problems[mark.severity]}</b>
      <span>{mark.message}</span>
    </div>
  ))
}
