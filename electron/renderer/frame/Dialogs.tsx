import type { ReactNode } from "react"
import { perform } from "../session/commands.ts"
import type { Dialog } from "../state/app.ts"
import { useApp, useWords, useWorkspace } from "./context.ts"
import { Keys } from "./Keys.tsx"
import { Modal } from "./Modal.tsx"
import { Rename, Uses } from "./Names.tsx"

/** The one question that is open, if any. */
export function Dialogs() {
  const dialog = useApp(state => state.dialog)
  return dialog === undefined ? null : <Question dialog={dialog} />
}

function Question({ dialog }: { dialog: Dialog }) {
  const workspace = useWorkspace()
  const words = useWords()
  const close = () => workspace.app.dispatch({ op: "dialog", dialog: undefined })
  const does = (action: () => void) => () => {
    close()
    action()
  }
  if (dialog.kind === "trust") {
    const current = workspace.current()
    const trust = () => current?.state === "open" && current.session.dispatch({ op: "trust" })
    return (
      <Box title={words.trustTitle} text={words.trustText} close={close}>
        <button type="button" className="btn" data-first onClick={close}>
          {words.look}
        </button>
        <button type="button" className="btn primary" onClick={does(dialog.proceed ?? trust)}>
          {dialog.proceed === undefined ? words.trustOnly : words.trust}
        </button>
      </Box>
    )
  }
  if (dialog.kind === "restart") {
    return (
      <Box title={words.restartTitle} text={words.restartText} close={close}>
        <button type="button" className="btn" onClick={close}>
          {words.cancel}
        </button>
        <button type="button" className="btn primary" data-first onClick={does(dialog.proceed)}>
          {words.restart}
        </button>
      </Box>
    )
  }
  if (dialog.kind === "keys") return <Keys close={close} />
  if (dialog.kind === "rename") return <Rename dialog={dialog} close={close} />
  if (dialog.kind === "uses") return <Uses dialog={dialog} close={close} />
  if (dialog.kind === "conflict") {
    const { answer, merged, clashes } = dialog
    return (
      <Box title={words.conflictTitle} text={words.conflictText(merged, clashes)} close={close}>
        <button type="button" className="btn danger" onClick={() => answer("theirs")}>
          {words.takeTheirs}
        </button>
        <button type="button" className="btn" onClick={() => answer("mine")}>
          {words.keepMine}
        </button>
        <button type="button" className="btn primary" data-first onClick={() => answer("merge")}>
          {words.merge}
        </button>
      </Box>
    )
  }
  return (
    <Box title={words.chooseKernel} text="" close={close}>
      {dialog.kernels.map(({ name, title }) => (
        <button key={name} type="button" className="btn" onClick={() => dialog.choose(name)}>
          {title}
        </button>
      ))}
      <button type="button" className="btn danger" onClick={does(() => perform("kernel.restart", workspace))}>
        {words.restart}
      </button>
    </Box>
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
