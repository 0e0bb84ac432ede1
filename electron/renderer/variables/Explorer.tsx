import { type KeyboardEvent, useMemo, useState } from "react"
import { useCells, useNotebook, useWords } from "../frame/context.ts"
import type { Variable } from "../state/model.ts"
import { hasRows, listing, type SortBy, sizeText, typeOf } from "./listing.ts"
import { Viewer } from "./Viewer.tsx"

/** What the kernel holds: found by a word, sorted, opened as a table. */
export function Explorer() {
  const words = useWords()
  const variables = useCells(state => state.variables)
  const known = useCells(state => state.variablesKnown)
  const kernel = useCells(state => state.kernel.title)
  const [text, setText] = useState("")
  const [by, setBy] = useState<SortBy>("name")
  const [open, setOpen] = useState<string>()
  const [whole, setWhole] = useState<string>()
  const shown = useMemo(() => listing(variables, text, by), [variables, text, by])
  if (!known) return <p className="empty">{words.values.unsupported(kernel)}</p>
  if (variables.length === 0) return <p className="empty">{words.noVariables}</p>
  const sorts: [SortBy, string][] = [
    ["name", words.values.byName],
    ["type", words.values.byType],
    ["size", words.values.bySize],
  ]
  const opened = variables.find(({ name }) => name === open)
  return (
    <>
      <div className="variables-bar">
        <input
          className="field-input"
          type="search"
          placeholder={words.values.filter}
          aria-label={words.values.filter}
          value={text}
          onChange={event => setText(event.target.value)}
          onKeyDown={event => {
            if (event.key === "ArrowDown") step(event, 1)
          }}
        />
        {sorts.map(([name, label]) => (
          <button
            key={name}
            type="button"
            aria-pressed={by === name}
            title={words.values.sortBy(label)}
            onClick={() => setBy(name)}
          >
            {label}
          </button>
        ))}
      </div>
      {shown.length === 0 && <p className="empty">{words.values.none(text)}</p>}
      <ul className="variables">
        {shown.map(variable => (
          <Row
            key={variable.name}
            variable={variable}
            whole={whole === variable.name}
            act={() =>
              hasRows(variable) ? setOpen(variable.name) : setWhole(whole === variable.name ? undefined : variable.name)
            }
          />
        ))}
      </ul>
      {opened !== undefined && <Viewer variable={opened} close={() => setOpen(undefined)} />}
    </>
  )
}

function Row({ variable, whole, act }: { variable: Variable; whole: boolean; act(): void }) {
  const words = useWords()
  const session = useNotebook()
  const { name, preview, bytes, cellId } = variable
  const rows = hasRows(variable)
  const type = typeOf(variable)
  const said = preview.startsWith(type) ? preview.slice(type.length).trim() : preview
  return (
    <li>
      <button
        type="button"
        data-variable={name}
        title={rows ? words.values.openTable(name) : preview}
        aria-expanded={rows ? undefined : whole}
        onClick={act}
        onKeyDown={event => {
          if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event, event.key === "ArrowDown" ? 1 : -1)
        }}
      >
        <b>{name}</b>
        <span>{type}</span>
        <small>{sizeText(bytes)}</small>
        {said !== "" && !whole && <em>{said}</em>}
      </button>
      {whole && (
        <div className="whole">
          {preview}
          {cellId !== undefined && (
            <button type="button" onClick={() => session.dispatch({ op: "select", cell: cellId })}>
              {words.values.definedIn}
            </button>
          )}
        </div>
      )}
    </li>
  )
}

/** Arrows go from row to row, and from the first one back to the filter. */
function step(event: KeyboardEvent<HTMLElement>, by: number): void {
  const panel = event.currentTarget.closest("aside")
  const stops = [...(panel?.querySelectorAll<HTMLElement>(".variables-bar input, .variables [data-variable]") ?? [])]
  const next = stops[stops.indexOf(event.currentTarget) + by]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}
