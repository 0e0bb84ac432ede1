import { X } from "lucide-react"
import { type FormEvent, useState } from "react"
import type { SecretFacts } from "../../../kernel/contracts/secrets.ts"
import { useWords, useWorkspace } from "../frame/context.ts"
import { IconButton } from "../frame/IconButton.tsx"
import { ServerRefused } from "../jupyter/ask.ts"
import { useFound } from "./found.ts"

/** The secrets that notebooks here may use by name. Values go to the host, and never come back. */
export function Secrets() {
  const workspace = useWorkspace()
  const { secrets: words, opening, beside } = useWords()
  const { found, again } = useFound(workspace.rest.secrets)
  const [problem, setProblem] = useState("")
  const doing = (work: Promise<void>) =>
    work.then(
      () => {
        setProblem("")
        return again()
      },
      (cause: unknown) =>
        setProblem(
          cause instanceof ServerRefused ? [cause.message, cause.fix].filter(Boolean).join(" ") : String(cause),
        ),
    )
  const remove = ({ name, folder }: SecretFacts) =>
    workspace.app.dispatch({
      op: "dialog",
      dialog: {
        kind: "confirm",
        title: words.removeTitle(name),
        text: words.removeText,
        action: words.remove,
        proceed: () => void doing(workspace.rest.removeSecret(name, folder === undefined)),
      },
    })
  return (
    <section className="secrets" aria-label={words.title}>
      <h3>{words.title}</h3>
      <p>{words.text}</p>
      <code>{words.example}</code>
      {found.state === "asking" && <p>{opening}</p>}
      {found.state === "failed" && <p>{beside.noAnswer(found.reason)}</p>}
      {found.state === "known" && found.value.length > 0 && (
        <ul>
          {found.value.map(secret => (
            <li key={`${secret.name} ${secret.folder}`}>
              <code>{secret.name}</code>
              <small>{secret.folder === undefined ? words.everywhere : words.here}</small>
              <IconButton icon={X} label={words.removeOf(secret.name)} onClick={() => remove(secret)} />
            </li>
          ))}
        </ul>
      )}
      <Add add={(name, value, everywhere) => doing(workspace.rest.setSecret(name, value, everywhere))} />
      <p role="status" className={problem === "" ? "unseen" : "problem-line"}>
        {problem}
      </p>
    </section>
  )
}

function Add({ add }: { add(name: string, value: string, everywhere: boolean): Promise<unknown> }) {
  const { secrets: words } = useWords()
  const [name, setName] = useState("")
  const [value, setValue] = useState("")
  const [everywhere, setEverywhere] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void add(name.trim(), value, everywhere)
    // Not kept in the page any longer than it must be.
    setValue("")
  }
  return (
    <form className="settings" autoComplete="off" onSubmit={submit}>
      <div className="field">
        <label htmlFor="secret-name">{words.name}</label>
        <input
          id="secret-name"
          className="field-input"
          placeholder="HF_TOKEN"
          spellCheck={false}
          value={name}
          onChange={event => setName(event.target.value)}
        />
      </div>
      <div className="field">
        <label htmlFor="secret-value">{words.value}</label>
        <input
          id="secret-value"
          className="field-input"
          type="password"
          autoComplete="new-password"
          value={value}
          onChange={event => setValue(event.target.value)}
        />
      </div>
      <div className="field check">
        <label htmlFor="secret-everywhere">{words.forAll}</label>
        <input
          id="secret-everywhere"
          type="checkbox"
          checked={everywhere}
          onChange={event => setEverywhere(event.target.checked)}
        />
      </div>
      <button type="submit" className="btn" disabled={name.trim() === "" || value === ""}>
        {words.add}
      </button>
    </form>
  )
}
