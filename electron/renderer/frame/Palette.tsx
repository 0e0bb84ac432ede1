import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react"
import { flushSync } from "react-dom"
import { keysOf, shownKeys } from "../keys/chords.ts"
import { ranked } from "../keys/ranked.ts"
import { available, type CommandId, commands, perform } from "../session/commands.ts"
import { useApp, useWords, useWorkspace } from "./context.ts"
import { mac, useShortcuts } from "./keys.ts"
import { Modal } from "./Modal.tsx"

export function Palette() {
  const shown = useApp(state => state.palette)
  return shown ? <Open /> : null
}

/** Every command by name, with its keys. Arrows choose, Enter does it. */
function Open() {
  const workspace = useWorkspace()
  const words = useWords()
  const [text, setText] = useState("")
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const all = useMemo(() => (Object.keys(commands) as CommandId[]).filter(id => available(id, workspace)), [workspace])
  const found = useMemo(() => ranked(all, id => words.commands[id], text), [all, words, text])
  const shortcuts = useShortcuts()
  const close = () => workspace.app.dispatch({ op: "palette", shown: false })
  const choose = (id: CommandId | undefined) => {
    if (id === undefined) return
    // The palette gives the focus back before the command runs, so that what the command focuses keeps it; and both happen before the
    // next key, which would else be a command of the notebook.
    flushSync(close)
    perform(id, workspace)
    flushSync(() => {})
  }
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" })
  }, [at])
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setAt(Math.min(Math.max(at + step, 0), found.length - 1))
    } else if (event.key === "Enter") {
      // Else the same press would go on to press what the command gives the focus to.
      event.preventDefault()
      choose(found[at])
    }
  }
  return (
    <Modal label={words.searchOrRun} className="palette" close={close}>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[at] === undefined ? undefined : `palette-${found[at]}`}
        aria-label={words.typeCommand}
        placeholder={words.typeCommand}
        value={text}
        onChange={event => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={press}
      />
      <div id="palette-list" role="listbox" ref={list} aria-label={words.searchOrRun}>
        {found.map((id, index) => {
          const keys = keysOf(id, shortcuts)
          return (
            // biome-ignore lint/a11y: an option of a combobox; the field above has the focus and the keys
            <div
              key={id}
              id={`palette-${id}`}
              role="option"
              aria-selected={index === at}
              onClick={() => choose(id)}
              onMouseMove={() => setAt(index)}
            >
              {words.commands[id]}
              <span className="grow" />
              {keys !== undefined && <kbd>{shownKeys(keys, mac)}</kbd>}
            </div>
          )
        })}
      </div>
      {found.length === 0 && (
        <p className="empty" style={{ padding: "0 18px 14px" }}>
          {words.noCommand}
        </p>
      )}
    </Modal>
  )
}
