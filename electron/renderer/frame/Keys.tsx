import { Plus, RotateCcw, X } from "lucide-react"
import { useEffect, useMemo, useRef, useState } from "react"
import type { Binding } from "../../../kernel/contracts/settings.ts"
import { shownKeys } from "../keys/chords.ts"
import { assigned, bindingsOf, reset, withoutBinding } from "../keys/keymap.ts"
import { ranked } from "../keys/ranked.ts"
import { type CommandId, commands } from "../session/commands.ts"
import { useApp, useWords, useWorkspace } from "./context.ts"
import { mac } from "./keys.ts"
import { Modal } from "./Modal.tsx"
import { Recorder } from "./Recorder.tsx"

const all = Object.keys(commands) as CommandId[]

/** Every command with its keys; each can have others. Changes hold at once, in all windows. */
export function Keys({ close }: { close: () => void }) {
  const workspace = useWorkspace()
  const words = useWords()
  const changes = useApp(state => state.settings.keys)
  const [text, setText] = useState("")
  const [recording, setRecording] = useState<CommandId>()
  const list = useRef<HTMLUListElement>(null)
  const was = useRef<CommandId>(undefined)
  useEffect(() => {
    // The recorder went away with the focus: it goes back to where the recording began.
    if (recording === undefined && was.current !== undefined) {
      list.current?.querySelector<HTMLElement>(`[data-command="${was.current}"] .record`)?.focus()
    }
    was.current = recording
  }, [recording])
  const found = useMemo(() => {
    const nameOf = (id: CommandId) => {
      const keys = bindingsOf(id, changes).map(binding => shownKeys(binding.keys, mac))
      return `${words.commands[id]} ${keys.join(" ")}`
    }
    return ranked(all, nameOf, text)
  }, [words, changes, text])
  const write = (keys: typeof changes) => workspace.app.dispatch({ op: "settings", settings: { keys } })
  const take = (id: CommandId, binding: Binding) => {
    write(assigned(id, binding, changes))
    setRecording(undefined)
  }
  return (
    <Modal label={words.shortcuts} className="wide keys" close={close}>
      <div className="body">
        <div className="keys-head">
          <h2>{words.shortcuts}</h2>
          <input
            className="field-input grow"
            type="search"
            aria-label={words.searchKeys}
            placeholder={words.searchKeys}
            value={text}
            onChange={event => setText(event.target.value)}
          />
          <button
            type="button"
            className="btn slim"
            disabled={Object.keys(changes).length === 0}
            onClick={() => write({})}
          >
            {words.resetAll}
          </button>
          <button type="button" className="icon-button shut" aria-label={words.close} onClick={close}>
            <X size={15} aria-hidden />
          </button>
        </div>
        <p className="empty">{words.keysHelp}</p>
        <ul className="key-list" ref={list}>
          {found.map(id => (
            <li key={id} data-command={id}>
              <span className="grow">{words.commands[id]}</span>
              {recording === id ? (
                <Recorder command={id} changes={changes} take={take} cancel={() => setRecording(undefined)} />
              ) : (
                <Bindings
                  id={id}
                  changes={changes}
                  drop={binding => write(withoutBinding(id, binding, changes))}
                  record={() => setRecording(id)}
                  restore={() => write(reset(id, changes))}
                />
              )}
            </li>
          ))}
        </ul>
        {found.length === 0 && <p className="empty">{words.noCommand}</p>}
      </div>
    </Modal>
  )
}

interface Given {
  readonly id: CommandId
  readonly changes: Readonly<Record<string, Binding[]>>
  drop(binding: Binding): void
  record(): void
  restore(): void
}

function Bindings({ id, changes, drop, record, restore }: Given) {
  const words = useWords()
  const name = words.commands[id]
  return (
    <>
      {bindingsOf(id, changes).map(binding => (
        <span key={`${binding.where} ${binding.keys}`} className="binding">
          <kbd>{shownKeys(binding.keys, mac)}</kbd>
          <small>{words.places[binding.where]}</small>
          <button
            type="button"
            className="icon-button small"
            aria-label={words.removeKeys(shownKeys(binding.keys, mac), name)}
            onClick={() => drop(binding)}
          >
            <X size={11} aria-hidden />
          </button>
        </span>
      ))}
      <button
        type="button"
        className="icon-button record"
        title={words.addKeys}
        aria-label={words.addKeysTo(name)}
        onClick={record}
      >
        <Plus size={14} aria-hidden />
      </button>
      {changes[id] !== undefined && (
        <button
          type="button"
          className="icon-button"
          title={words.resetKeys}
          aria-label={words.resetKeysOf(name)}
          onClick={restore}
        >
          <RotateCcw size={13} aria-hidden />
        </button>
      )}
    </>
  )
}
