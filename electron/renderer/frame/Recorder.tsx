import { type KeyboardEvent, useState } from "react"
import type { Binding } from "../../../kernel/contracts/settings.ts"
import { nameOf, shownKeys } from "../keys/chords.ts"
import { conflicts, placeFor } from "../keys/keymap.ts"
import type { CommandId } from "../session/commands.ts"
import { useWords } from "./context.ts"
import { mac } from "./keys.ts"

interface Given {
  readonly command: CommandId
  readonly changes: Readonly<Record<string, Binding[]>>
  take(command: CommandId, binding: Binding): void
  cancel(): void
}

/** Listens for the keys of a command: one press, or two after one another. Enter takes them, Backspace forgets one, Escape gives up. */
export function Recorder({ command, changes, take, cancel }: Given) {
  const words = useWords()
  const [chords, setChords] = useState<readonly string[]>([])
  const keys = chords.join(" ")
  const binding: Binding = { keys, where: placeFor(keys) }
  const others = keys === "" ? [] : conflicts(command, binding, changes)
  const press = (event: KeyboardEvent) => {
    // Tab leaves the field, as it leaves every other.
    if (event.key === "Tab") return
    event.preventDefault()
    event.stopPropagation()
    const name = nameOf(event.nativeEvent, mac)
    if (name === undefined) return
    if (name === "Escape") cancel()
    else if (name === "Enter" && keys !== "") take(command, binding)
    else if (name === "Backspace") setChords(chords.slice(0, -1))
    else setChords(chords.length === 2 ? [name] : [...chords, name])
  }
  return (
    <span className="recorder">
      <input
        className="field-input"
        // biome-ignore lint/a11y/noAutofocus: the reader has just asked to press keys
        autoFocus
        readOnly
        aria-label={words.recordKeys(words.commands[command])}
        placeholder={words.pressKeys}
        value={shownKeys(keys, mac)}
        onKeyDown={press}
        onBlur={event => event.relatedTarget === null && cancel()}
      />
      <span role="status" className={others.length > 0 ? "taken" : undefined}>
        {others.length > 0 && words.keysTaken(others.map(id => words.commands[id]).join(", "))}
      </span>
      {keys !== "" && (
        <button type="button" className="btn slim" onClick={() => take(command, binding)}>
          {others.length > 0 ? words.takeKeys : words.saveKeys}
        </button>
      )}
    </span>
  )
}
