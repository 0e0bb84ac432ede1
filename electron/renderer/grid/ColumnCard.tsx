import { ArrowDown, ArrowUp, X } from "lucide-react"
import { type FormEvent, useEffect, useRef, useState } from "react"
import type { Profile } from "../../../kernel/contracts/rows/profile.ts"
import { useWords } from "../frame/context.ts"
import { ProfileFigures } from "./ProfileFigures.tsx"
import type { View } from "./pages.ts"
import type { Filter, Page, RowSource, Sort } from "./source.ts"

const comparisons = ["contains", "=", "!=", "<", "<=", ">", ">="] as const satisfies readonly Filter["is"][]
const numeric = /int|float|number|double|decimal|bigint|date|time/i

interface Given {
  readonly column: Page["columns"][number]
  readonly source: RowSource
  readonly view: View
  /** Where the column begins, and how wide the grid is, in pixels. */
  readonly left: number
  readonly room: number
  change(next: { filter?: readonly Filter[]; sort?: Sort | undefined }): void
  close(): void
}

/** What a column holds, and how to sort and filter by it. */
export function ColumnCard({ column: { name, type }, source, view, left, room, change, close }: Given) {
  const words = useWords()
  const [profile, setProfile] = useState<Profile>()
  const [problem, setProblem] = useState("")
  const [is, setIs] = useState<Filter["is"]>(numeric.test(type) ? ">=" : "contains")
  const [value, setValue] = useState("")
  const field = useRef<HTMLInputElement>(null)
  const { filter } = view
  useEffect(() => field.current?.focus({ preventScroll: true }), [])
  useEffect(() => {
    let current = true
    setProblem("")
    source.profile(name, filter).then(
      found => current && setProfile(found),
      (cause: unknown) => current && setProblem(cause instanceof Error ? cause.message : String(cause)),
    )
    return () => {
      current = false
    }
  }, [source, name, filter])
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (value.trim() === "") return
    change({ filter: [...filter.filter(other => other.column !== name), { column: name, is, value }] })
    setValue("")
  }
  return (
    <section
      className="column-card"
      aria-label={words.grid.about(name)}
      style={{ left: Math.max(8, Math.min(left, room - 308)) }}
      onKeyDown={event => {
        if (event.key !== "Escape") return
        event.stopPropagation()
        close()
      }}
    >
      <h3>
        {name} <small>{type}</small>
        <span className="grow" />
        <button type="button" className="icon-button small" aria-label={words.close} onClick={close}>
          <X size={13} aria-hidden />
        </button>
      </h3>
      <div className="line">
        <button
          type="button"
          className="btn slim"
          onClick={() => change({ sort: { column: name, descending: false } })}
        >
          <ArrowUp size={12} aria-hidden /> {words.grid.ascending}
        </button>
        <button type="button" className="btn slim" onClick={() => change({ sort: { column: name, descending: true } })}>
          <ArrowDown size={12} aria-hidden /> {words.grid.descending}
        </button>
      </div>
      <form className="line" onSubmit={add}>
        <select
          className="field-input"
          aria-label={words.grid.comparison}
          value={is}
          onChange={event => setIs(comparisons.find(known => known === event.target.value) ?? "contains")}
        >
          {comparisons.map(known => (
            <option key={known} value={known}>
              {words.grid.comparisons[known]}
            </option>
          ))}
        </select>
        <input
          ref={field}
          className="field-input"
          aria-label={words.grid.filterValue(name)}
          placeholder={words.grid.filter}
          value={value}
          onChange={event => setValue(event.target.value)}
        />
      </form>
      {problem !== "" && <p className="empty">{problem}</p>}
      {profile === undefined ? (
        problem === "" && <p className="empty">{words.grid.loading}</p>
      ) : (
        <ProfileFigures profile={profile} />
      )}
    </section>
  )
}
