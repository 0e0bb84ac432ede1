import type { CommandId } from "../session/commands.ts"

/** Where a shortcut holds: with a cell selected, while editing, or everywhere. */
export type Where = "command" | "edit" | "always"

export interface Shortcut {
  readonly keys: string
  readonly where: Where
  readonly command: CommandId
}

const on = (where: Where, table: Readonly<Record<string, CommandId>>): Shortcut[] =>
  Object.entries(table).map(([keys, command]) => ({ keys, where, command }))

/** Jupyter's shortcuts, and the few of our own. `Mod` is Ctrl, or Cmd on a Mac; keys after a blank are pressed one after another. */
export const shortcuts: readonly Shortcut[] = [
  ...on("always", {
    "Shift+Enter": "cell.runNext",
    "Mod+Enter": "cell.run",
    "Alt+Enter": "cell.runInsert",
    "Mod+K": "view.palette",
    "Mod+Shift+C": "view.palette",
    "Mod+S": "file.save",
    "Mod+F": "view.find",
    "Mod+B": "view.files",
    "Mod+Shift+O": "view.outline",
    "Mod+,": "view.settings",
    "Mod+Shift+P": "view.pipeline",
    "Mod+Shift+-": "cell.split",
  }),
  ...on("edit", {
    Escape: "mode.command",
    "Mod+M": "mode.command",
    "Mod+Z": "edit.undo",
    "Mod+Shift+Z": "edit.redo",
    "Mod+Y": "edit.redo",
  }),
  ...on("command", {
    Enter: "mode.edit",
    K: "select.up",
    J: "select.down",
    ArrowUp: "select.up",
    ArrowDown: "select.down",
    "Shift+K": "select.extendUp",
    "Shift+J": "select.extendDown",
    "Shift+ArrowUp": "select.extendUp",
    "Shift+ArrowDown": "select.extendDown",
    Home: "select.first",
    End: "select.last",
    "Mod+ArrowUp": "select.first",
    "Mod+ArrowDown": "select.last",
    "Mod+A": "select.all",
    A: "cell.above",
    B: "cell.below",
    "D D": "cell.delete",
    X: "cell.cut",
    C: "cell.copy",
    V: "cell.paste",
    "Shift+V": "cell.pasteAbove",
    Z: "edit.undo",
    "Shift+Z": "edit.redo",
    "Mod+Z": "edit.undo",
    "Mod+Shift+Z": "edit.redo",
    Y: "cell.code",
    M: "cell.markdown",
    R: "cell.raw",
    "1": "cell.heading1",
    "2": "cell.heading2",
    "3": "cell.heading3",
    "Shift+M": "cell.merge",
    "Mod+Shift+ArrowUp": "cell.up",
    "Mod+Shift+ArrowDown": "cell.down",
    O: "fold.outputs",
    H: "view.palette",
    P: "view.palette",
    S: "file.save",
    F: "view.find",
    "I I": "kernel.interrupt",
    "0 0": "kernel.restart",
  }),
]

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** A key press as shortcuts name it: `Mod+Shift+ArrowUp`. Undefined for a modifier alone. */
export function nameOf(press: KeyPress, mac: boolean): string | undefined {
  if (["Control", "Shift", "Alt", "Meta"].includes(press.key)) return undefined
  const key = press.key.length === 1 ? (shifted[press.key] ?? press.key.toUpperCase()) : press.key
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

export const keysOf = (command: CommandId): string | undefined =>
  shortcuts.find(shortcut => shortcut.command === command)?.keys

export const shownKeys = (keys: string, mac: boolean): string =>
  keys
    .replaceAll("Mod", mac ? "⌘" : "Ctrl")
    .replaceAll("Arrow", "")
    .replaceAll("+", " ")
