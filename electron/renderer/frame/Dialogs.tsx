import { type ReactNode, useState } from "react"
import type { Dialog } from "../state/app.ts"
import { Backend } from "./Backend.tsx"
import { ChooseKernel } from "./ChooseKernel.tsx"
import { useApp, useWords, useWorkspace } from "./context.ts"
import { Keys } from "./Keys.tsx"
import { Modal } from "./Modal.tsx"
import { Rename, Uses } from "./Names.tsx"

type Of<K extends Dialog["kind"]> = Extract<Dialog, { kind: K }>
interface Given<K extends Dialog["kind"]> {
  readonly dialog: Of<K>
  close(): void
}

/** The one question that is open, if any. */
export function Dialogs() {
  const dialog = useApp(state => state.dialog)
  const workspace = useWorkspace()
  if (dialog === undefined) return null
  const close = () => workspace.app.dispatch({ op: "dialog", dialog: undefined })
  return <Shown dialog={dialog} close={close} />
}

function Shown<K extends Dialog["kind"]>({ dialog, close }: { dialog: Of<K>; close(): void }) {
  // The table says which view belongs to which kind; TypeScript does not follow a key through it.
  const View = views[dialog.kind as K] as (given: Given<K>) => ReactNode
  return <View dialog={dialog} close={close} />
}

const views: { [K in Dialog["kind"]]: (given: Given<K>) => ReactNode } = {
  trust: Trust,
  restart: Restart,
  conflict: Conflict,
  confirm: Confirm,
  problem: Problem,
  saveAs: SaveAs,
  kernel: ChooseKernel,
  keys: Keys,
  backend: Backend,
  rename: Rename,
  uses: Uses,
}

function Trust({ dialog, close }: Given<"trust">) {
  const workspace = useWorkspace()
  const words = useWords()
  const current = workspace.current()
  const trust = () => current?.state === "open" && current.session.dispatch({ op: "trust" })
  return (
    <Box title={words.trustTitle} text={words.trustText} close={close}>
      <Answer first onClick={close}>
        {words.look}
      </Answer>
      <Answer look="primary" onClick={after(close, dialog.proceed ?? trust)}>
        {dialog.proceed === undefined ? words.trustOnly : words.trust}
      </Answer>
    </Box>
  )
}

function Restart({ dialog, close }: Given<"restart">) {
  const words = useWords()
  return (
    <Box title={words.restartTitle} text={words.restartText} close={close}>
      <Answer onClick={close}>{words.cancel}</Answer>
      <Answer look="primary" first onClick={after(close, dialog.proceed)}>
        {words.restart}
      </Answer>
    </Box>
  )
}

function Conflict({ dialog: { answer, here, there, clashes, choices }, close }: Given<"conflict">) {
  const words = useWords()
  const merges = choices.includes("merge")
  const title = merges ? words.conflictTitle : words.fileConflictTitle
  const text = merges ? words.conflictText(here, there, clashes) : words.fileConflictText
  const names = { theirs: words.takeTheirs, mine: words.keepMine, merge: words.merge }
  const looks = { theirs: "danger", mine: "", merge: "primary" } as const
  return (
    <Box title={title} text={text} close={close}>
      {choices.map(choice => (
        <Answer key={choice} look={looks[choice]} first={choice === choices.at(-1)} onClick={() => answer(choice)}>
          {names[choice]}
        </Answer>
      ))}
    </Box>
  )
}

function Confirm({ dialog: { title, text, action, proceed }, close }: Given<"confirm">) {
  const words = useWords()
  return (
    <Box title={title} text={text} close={close}>
      <Answer first onClick={close}>
        {words.cancel}
      </Answer>
      <Answer look="danger" onClick={after(close, proceed)}>
        {action}
      </Answer>
    </Box>
  )
}

function Problem({ dialog: { title, text }, close }: Given<"problem">) {
  const words = useWords()
  return (
    <Box title={title} text={text} close={close}>
      <Answer look="primary" first onClick={close}>
        {words.ok}
      </Answer>
    </Box>
  )
}

/** Asks for a path, and keeps it there with one sentence until it can be written. */
function SaveAs({ dialog, close }: Given<"saveAs">) {
  const words = useWords()
  const [path, setPath] = useState(dialog.path)
  const [problem, setProblem] = useState<string>()
  const save = async () => {
    const found = await dialog.save(path.trim())
    if (found === undefined) close()
    else setProblem(found)
  }
  return (
    <Modal label={words.saveAsTitle} close={close}>
      <form
        className="body"
        onSubmit={event => {
          event.preventDefault()
          void save()
        }}
      >
        <h2>{words.saveAsTitle}</h2>
        <p>{words.saveAsHelp}</p>
        <label className="stacked">
          {words.saveAsPath}
          <input
            className="field-input"
            data-first
            value={path}
            aria-invalid={problem !== undefined}
            aria-describedby="save-as-problem"
            onChange={event => setPath(event.target.value)}
          />
        </label>
        <p id="save-as-problem" className="problem-line" role="alert">
          {problem}
        </p>
        <div className="actions">
          <Answer onClick={close}>{words.cancel}</Answer>
          <button type="submit" className="btn primary">
            {words.save}
          </button>
        </div>
      </form>
    </Modal>
  )
}

const after = (close: () => void, action: () => void) => () => {
  close()
  action()
}

function Answer({
  look = "",
  first = false,
  onClick,
  children,
}: {
  look?: string
  first?: boolean
  onClick(): void
  children: ReactNode
}) {
  return (
    <button type="button" className={`btn ${look}`} onClick={onClick} {...(first && { "data-first": true })}>
      {children}
    </button>
  )
}

function Box({ title, text, close, children }: { title: string; text: string; close(): void; children: ReactNode }) {
  return (
    <Modal label={title} close={close}>
      <div className="body">
        <h2>{title}</h2>
        {text !== "" && <p>{text}</p>}
        <div className="actions">{children}</div>
      </div>
    </Modal>
  )
}
