import { type FormEvent, useState } from "react"
import type { Place } from "../session/names.ts"
import type { Dialog } from "../state/app.ts"
import { useApp, useWords, useWorkspace } from "./context.ts"
import { Modal } from "./Modal.tsx"

const isName = (text: string): boolean => /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(text)

/** A new name for what stands at the cursor, above all the places that change. */
export function Rename({ dialog, close }: { dialog: Extract<Dialog, { kind: "rename" }>; close: () => void }) {
  const words = useWords()
  const [name, setName] = useState(dialog.name)
  const [failed, setFailed] = useState(false)
  const cells = new Set(dialog.places.map(({ cell }) => cell)).size
  const wrong = name !== "" && !isName(name)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!isName(name) || name === dialog.name) return
    // The focus goes back before the text changes, so that the editor takes the change as its own.
    if (await dialog.rename(name)) close()
    else setFailed(true)
  }
  return (
    <Modal label={words.renameTitle(dialog.name)} close={close}>
      <form className="body" onSubmit={event => void submit(event)}>
        <h2>{words.renameTitle(dialog.name)}</h2>
        <label className="stacked">
          {words.newName}
          <input
            className="field-input code"
            value={name}
            aria-invalid={wrong || failed}
            aria-describedby="rename-says"
            onFocus={event => event.target.select()}
            onChange={event => {
              setName(event.target.value)
              setFailed(false)
            }}
          />
        </label>
        <p id="rename-says" role="status">
          {wrong ? words.notAName : failed ? words.cannotRename : words.uses(dialog.places.length, cells)}
        </p>
        <Places places={dialog.places} />
        <div className="actions">
          <button type="button" className="btn" onClick={close}>
            {words.cancel}
          </button>
          <button type="submit" className="btn primary" disabled={!isName(name) || name === dialog.name}>
            {words.rename}
          </button>
        </div>
      </form>
    </Modal>
  )
}

/** All places of a name; a press goes to one. */
export function Uses({ dialog, close }: { dialog: Extract<Dialog, { kind: "uses" }>; close: () => void }) {
  const words = useWords()
  const cells = new Set(dialog.places.map(({ cell }) => cell)).size
  const go = (place: Place) => {
    close()
    // After the dialog gave the focus back.
    setTimeout(() => dialog.go(place))
  }
  return (
    <Modal label={words.usesOf(dialog.name)} close={close}>
      <div className="body">
        <h2>{words.usesOf(dialog.name)}</h2>
        <p>{words.uses(dialog.places.length, cells)}</p>
        <Places places={dialog.places} go={go} />
      </div>
    </Modal>
  )
}

function Places({ places, go }: { places: readonly Place[]; go?: (place: Place) => void }) {
  const workspace = useWorkspace()
  const words = useWords()
  const current = useApp(state => state.current)
  const order = (current === undefined ? undefined : workspace.notebook(current))?.store.get().order ?? []
  return (
    <ul className="places">
      {places.map(place => {
        const text = (
          <>
            <small>{words.cellNumber(order.indexOf(place.cell) + 1)}</small>
            <code>{place.line}</code>
          </>
        )
        return (
          <li key={`${place.cell} ${place.start}`}>
            {go === undefined ? (
              <span className="list-row">{text}</span>
            ) : (
              <button type="button" className="list-row" onClick={() => go(place)}>
                {text}
              </button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
