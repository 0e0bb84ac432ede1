import { type KeyboardEvent, memo, useState } from "react"
import { useNotebook, useWords } from "../frame/context.ts"
import { type HeaderLine, withOption, writeHeader } from "../stages/headerline.ts"
import { optionsOf, problemOf } from "../stages/options.ts"
import type { Cell } from "../state/model.ts"
import { Phrase } from "./Phrase.tsx"

/** The header line as a form: its chips are the options of the stage's schema. Each change is a change of the line itself. */
export const Header = memo(function Header({
  cell,
  header,
  stale,
}: {
  cell: Cell
  header: HeaderLine
  stale: boolean
}) {
  const session = useNotebook()
  const words = useWords()
  const write = (next: HeaderLine) =>
    session.dispatch({ op: "edit", cell: cell.id, source: writeHeader(cell.source, next), at: Date.now() })
  const missing = optionsOf(header.stage).filter(({ flag }) => !header.options.some(option => option.flag === flag))
  return (
    <div className="cell-head">
      <span className="stage">{words.stageNames[header.stage]}</span>
      {header.name !== "" && <span className="name">{header.name}</span>}
      {header.options.map(({ flag, value }) => (
        <Chip
          key={flag}
          flag={flag}
          value={value}
          problem={problemOf(header.stage, flag, value)}
          change={text => write(withOption(header, flag, text))}
        />
      ))}
      {missing.map(({ flag, help }) => (
        <Chip key={flag} flag={flag} value="" help={help} change={text => write(withOption(header, flag, text))} />
      ))}
      <Phrase cell={cell} stale={stale} />
    </div>
  )
})

interface ChipGiven {
  readonly flag: string
  readonly value: string
  readonly help?: string
  readonly problem?: string | undefined
  change(text: string): void
}

function Chip({ flag, value, help, problem, change }: ChipGiven) {
  const words = useWords()
  const [draft, setDraft] = useState<string>()
  if (draft === undefined) {
    const names = ["chip", value === "" && "add", problem !== undefined && "wrong"].filter(Boolean).join(" ")
    return (
      <button type="button" className={names} title={problem ?? help} onClick={() => setDraft(value)}>
        {value === "" ? `+ ${flag}` : `${flag} ${value}`}
      </button>
    )
  }
  const done = () => {
    setDraft(undefined)
    if (draft !== value) change(draft)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter") done()
    if (event.key === "Escape") setDraft(undefined)
    if (event.key === "Enter" || event.key === "Escape") event.stopPropagation()
  }
  return (
    <label className="chip">
      {flag}{" "}
      <input
        // biome-ignore lint/a11y/noAutofocus: the chip was just pressed to edit it
        autoFocus
        aria-label={words.option(flag)}
        value={draft}
        onChange={event => setDraft(event.target.value)}
        onBlur={done}
        onKeyDown={press}
      />
    </label>
  )
}
