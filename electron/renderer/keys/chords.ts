import type { CommandId } from "../session/commands.ts"
import { type Shortcut, shortcuts } from "./shortcuts.ts"

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  /** The physical key: what Option and Shift make of a Mac's letters does not name it. */
  readonly code?: string
}

/** A key press as shortcuts name it: `Mod+Shift+ArrowUp`. Undefined for a modifier alone. */
export function nameOf(press: KeyPress, mac: boolean): string | undefined {
  if (["Control", "Shift", "Alt", "Meta", "Dead"].includes(press.key)) return undefined
  const letter = press.altKey ? /^(?:Key|Digit)(.)$/.exec(press.code ?? "")?.[1] : undefined
  const key = letter ?? (press.key.length === 1 ? (shifted[press.key] ?? press.key.toUpperCase()) : press.key)
  const mod = mac ? press.metaKey : press.ctrlKey
  const other = mac ? press.ctrlKey : press.metaKey
  const parts = [mod && "Mod", other && "Ctrl", press.altKey && "Alt", press.shiftKey && "Shift", key]
  return parts.filter(part => part !== false).join("+")
}

const shifted: Readonly<Record<string, string>> = { _: "-", " ": "Space" }

export interface Pressed {
  readonly command: CommandId | undefined
  /** Keys of a sequence that has begun, to be given to the next call. */
  readonly pending: string
}

/** What a key press means. A key that cannot go on with a sequence that has begun is read for itself. */
export function press(pending: string, key: string, where: "command" | "edit", table = shortcuts): Pressed {
  const holds = table.filter(shortcut => shortcut.where === "always" || shortcut.where === where)
  const tries = pending === "" ? [key] : [`${pending} ${key}`, key]
  for (const keys of tries) {
    // What holds in one mode alone comes before what holds everywhere.
    const exact = holds.findLast(shortcut => shortcut.keys === keys)
    if (exact !== undefined) return { command: exact.command, pending: "" }
    if (holds.some(shortcut => shortcut.keys.startsWith(`${keys} `))) return { command: undefined, pending: keys }
  }
  return { command: undefined, pending: "" }
}

const macSigns: Readonly<Record<string, string>> = { Mod: "⌘", Shift: "⇧", Alt: "⌥", Ctrl: "⌃", Backspace: "⌫" }
const signs: Readonly<Record<string, string>> = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" }

/** Keys as a keyboard of this system has them: `Ctrl Shift P`, `⌘ ⇧ P`. */
export const shownKeys = (keys: string, mac: boolean): string =>
  keys
    .split(" ")
    .map(chord =>
      chord
        .split("+")
        .map(key => signs[key] ?? (mac ? macSigns[key] : key === "Mod" ? "Ctrl" : key === "Ctrl" ? "Meta" : key) ?? key)
        .join(" "),
    )
    .join(", ")

export const keysOf = (command: CommandId, table: readonly Shortcut[] = shortcuts): string | undefined =>
  table.find(shortcut => shortcut.command === command)?.keys
