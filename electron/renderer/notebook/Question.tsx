import { type FormEvent, useState } from "react"
import { useCells, useNotebook, useWords } from "../frame/context.ts"

/** What running code asks for (`input`). */
export function Question({ id }: { id: string }) {
  const session = useNotebook()
  const words = useWords()
  const question = useCells(state => (state.question?.cell === id ? state.question : undefined))
  const [value, setValue] = useState("")
  if (question === undefined) return null
  const send = (event: FormEvent) => {
    event.preventDefault()
    session.dispatch({ op: "answer", value })
    setValue("")
  }
  return (
    <form className="problem" onSubmit={send}>
      <label className="grow" style={{ display: "flex", gap: 8 }}>
        <span>{question.prompt}</span>
        <input
          // biome-ignore lint/a11y/noAutofocus: the code waits for this answer
          autoFocus
          className="field-input grow"
          type={question.password ? "password" : "text"}
          value={value}
          onChange={event => setValue(event.target.value)}
        />
      </label>
      <button type="submit" className="btn slim">
        {words.answer}
      </button>
    </form>
  )
}
