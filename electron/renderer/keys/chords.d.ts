import type { CommandId } from "../session/commands.ts"
/** Where a shortcut holds: with a cell selected, while editing, or everywhere. */
export type Where = "command" | "edit" | "always"
export interface Shortcut {
  readonly keys: string
  readonly where: Where
  readonly command: CommandId
}
/** Jupyter's shortcuts, and the few of our own. `Mod` is Ctrl, or Cmd on a Mac; keys after a blank are pressed one after another. */
export declare const shortcuts: readonly Shortcut[]
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}
/** A key press as shortcuts name it: `Mod+Shift+ArrowUp`. Undefined for a modifier alone. */
export declare function nameOf(press: KeyPress, mac: boolean): string | undefined
export interface Pressed {
  readonly command: CommandId | undefined
  /** Keys of a sequence that has begun, to be given to the next call. */
  readonly pending: string
}
/** What a key press means. A key that cannot go on with a sequence that has begun is read for itself. */
export declare function press(
  pending: string,
  key: string,
  where: "command" | "edit",
  table?: readonly Shortcut[],
): Pressed
export declare const keysOf: (command: CommandId) => string | undefined
export declare const shownKeys: (keys: string, mac: boolean) => string
