import { type KeyboardEvent, memo, useEffect, useId, useRef, useState } from "react"
import { useNotebook, useWords } from "../frame/context.ts"
import { type HeaderLine, withOption, writeHeader } from "../stages/headerline.ts"
import { optionsOf, problemOf } from "../stages/options.ts"
import type { Cell } from "../state/model.ts"
import type { Standing } from "../state/standing.ts"
import { Phrase } from "./Phrase.tsx"

/** The header line as a form: its chips are the options of the stage's schema. Each change is a change of the line itself. */
export const Header = memo(function Header({
  cell,
  header,
  standing,
}: {
  cell: Cell
  header: HeaderLine
  standing: Standing
}) {
  const session = useNotebook()
  const words = useWords()
  const write = (next: HeaderLine) =>
    session.dispatch({ op: "edit", cell: cell.id, source: writeHeader(cell.source, next), at: Date.now() })
  const options = optionsOf(header.stage)
  const helps = new Map(options.map(({ flag, help }) => [flag, help]))
  const missing = options.filter(({ flag }) => !header.options.some(option => option.flag === flag))
  return (
    <div className="cell-head">
      <span className="stage">{words.stageNames[header.stage]}</span>
      {header.name !== "" && <span className="name">{header.name}</span>}
      {header.options.map(({ flag, value }) => (
        <Chip
          key={flag}
          flag={flag}
          value={value}
          help={helps.get(flag) ?? ""}
          problem={problemOf(words, header.stage, flag, value)}
          check={text => problemOf(words, header.stage, flag, text)}
          change={text => write(withOption(header, flag, text))}
        />
      ))}
      {missing.map(({ flag, help }) => (
        <Chip
          key={flag}
          flag={flag}
          value=""
          help={help}
          check={text => problemOf(words, header.stage, flag, text)}
          change={text => write(withOption(header, flag, text))}
        />
      ))}
      <Phrase cell={cell} standing={standing} />
    </div>
  )
})

interface ChipGiven {
  readonly flag: string
  readonly value: string
  readonly help?: string
  readonly problem?: string | undefined
  check(text: string): string | undefined
  change(text: string): void
}

function Chip({ flag, value, help, problem, check, change }: ChipGiven) {
  const words = useWords()
  const [draft, setDraft] = useState<string>()
  const chip = useRef<HTMLButtonElement>(null)
  // By the keyboard one comes back to the chip; a press of the mouse went elsewhere on purpose.
  const back = useRef(false)
  const says = useId()
  useEffect(() => {
    if (draft !== undefined || !back.current) return
    back.current = false
    chip.current?.focus()
  }, [draft])
  if (draft === undefined) {
    const names = ["chip", value === "" && "add", problem !== undefined && "wrong"].filter(Boolean).join(" ")
    return (
      <>
        <button
          ref={chip}
          type="button"
          className={names}
          title={problem ?? help}
          aria-describedby={problem === undefined ? undefined : says}
          onClick={() => setDraft(value)}
        >
          {value === "" ? `+ ${flag}` : `${flag} ${value}`}
        </button>
        {problem !== undefined && (
          <span id={says} className="chip-problem">
            {problem}
          </span>
        )}
      </>
    )
  }
  const done = () => {
    setDraft(undefined)
    if (draft !== value) change(draft)
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== "Escape") return
    event.stopPropagation()
    // Else the same press of Enter would open the chip again once that has the focus.
    event.preventDefault()
    back.current = true
    if (event.key === "Enter") done()
    else setDraft(undefined)
  }
  const wrong = draft.trim() === "" ? undefined : check(draft)
  return (
    <label className="chip">
      {flag}{" "}
      <input
        // biome-ignore lint/a11y/noAutofocus: the chip was just pressed to edit it
        autoFocus
        aria-label={words.option(flag)}
        aria-invalid={wrong !== undefined}
        aria-describedby={says}
        placeholder={help}
        size={Math.max(6, draft.length + 1, draft === "" ? (help?.length ?? 0) : 0)}
        value={draft}
        onChange={event => setDraft(event.target.value)}
        onBlur={done}
        onKeyDown={press}
      />
      <span id={says} role="status" className={wrong === undefined ? "unseen" : "chip-problem"}>
        {wrong ?? help}
      </span>
    </label>
  )
}
