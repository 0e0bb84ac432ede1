import { CornerDownLeft } from "lucide-react"
import { type FormEvent, useLayoutEffect, useRef, useState } from "react"
import { useCells, useNotebook, useWords } from "../frame/context.ts"

/** What running code asks for (`input`, `prompt`): Enter answers, and the run can be interrupted instead. */
export function Question({ id, number }: { id: string; number: number }) {
  const question = useCells(state => (state.question?.cell === id ? state.question : undefined))
  // Another question is another form: what was typed for the last one is gone with it.
  return question === undefined ? null : (
    <Asked key={question.number} at={number} prompt={question.prompt} password={question.password} />
  )
}

function Asked({ at, prompt, password }: { at: number; prompt: string; password: boolean }) {
  const session = useNotebook()
  const words = useWords()
  const [value, setValue] = useState("")
  const form = useRef<HTMLFormElement>(null)
  useLayoutEffect(() => {
    const box = form.current
    // The form goes away with the focus in it: that goes back to the cell.
    return () => {
      if (box?.contains(document.activeElement)) box.closest<HTMLElement>("[data-cell]")?.focus({ preventScroll: true })
    }
  }, [])
  const send = (event: FormEvent) => {
    event.preventDefault()
    session.dispatch({ op: "answer", value })
  }
  return (
    <form ref={form} className="question" onSubmit={send}>
      <label>
        <span>{prompt.trim() === "" ? words.inputFor(at) : prompt}</span>
        <input
          // biome-ignore lint/a11y/noAutofocus: the code waits for this answer
          autoFocus
          className="field-input code"
          type={password ? "password" : "text"}
          autoComplete="off"
          spellCheck={false}
          placeholder={password ? words.secret : undefined}
          value={value}
          onChange={event => setValue(event.target.value)}
        />
      </label>
      <button type="submit" className="btn slim primary">
        {words.answer}
        <CornerDownLeft size={12} aria-hidden />
      </button>
      <button type="button" className="btn slim" onClick={() => session.dispatch({ op: "interrupt" })}>
        {words.stopAsking}
      </button>
    </form>
  )
}
