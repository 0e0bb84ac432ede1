import type { Binding, Settings } from "../../../kernel/contracts/settings.ts"
import type { CommandId } from "../session/commands.ts"
import { type Shortcut, shortcuts } from "./shortcuts.ts"

type Changes = Settings["keys"]

let last: { changes: Changes; table: readonly Shortcut[] } | undefined

/** The shortcuts that hold: those that came with Kaon, but for commands whose keys a person changed. */
export function keymap(changes: Changes): readonly Shortcut[] {
  if (last?.changes === changes) return last.table
  const kept = shortcuts.filter(({ command }) => changes[command] === undefined)
  const own = Object.entries(changes).flatMap(([command, bindings]) =>
    // A command of another version of Kaon is looked up only when its keys are pressed, and does nothing then.
    bindings.map(binding => ({ ...binding, command: command as CommandId })),
  )
  const table = [...kept, ...own]
  last = { changes, table }
  return table
}

export const bindingsOf = (command: CommandId, changes: Changes): readonly Binding[] =>
  changes[command] ??
  shortcuts.filter(shortcut => shortcut.command === command).map(({ keys, where }) => ({ keys, where }))

const meet = (one: Binding, other: Binding): boolean =>
  one.where === "always" || other.where === "always" || one.where === other.where

const begins = (short: string, long: string): boolean => long === short || long.startsWith(`${short} `)

/** Other commands that the same keys, or keys that begin like them, call already. */
export function conflicts(command: CommandId, binding: Binding, changes: Changes): CommandId[] {
  const found = keymap(changes).filter(
    other =>
      other.command !== command &&
      meet(other, binding) &&
      // In one mode a shortcut may stand for another thing than everywhere else: Escape, Mod+Z.
      (begins(other.keys, binding.keys) || begins(binding.keys, other.keys)),
  )
  return [...new Set(found.map(other => other.command))]
}

/** The changes with keys given to a command, and taken from all others that they would call. */
export function assigned(command: CommandId, binding: Binding, changes: Changes): Changes {
  const next = { ...changes }
  for (const other of conflicts(command, binding, changes)) {
    next[other] = bindingsOf(other, changes).filter(
      mine => !(meet(mine, binding) && (begins(mine.keys, binding.keys) || begins(binding.keys, mine.keys))),
    )
  }
  const own = bindingsOf(command, changes).filter(({ keys, where }) => keys !== binding.keys || where !== binding.where)
  return { ...next, [command]: [...own, binding] }
}

/** The changes with one of a command's bindings taken away. */
export const withoutBinding = (command: CommandId, binding: Binding, changes: Changes): Changes => ({
  ...changes,
  [command]: bindingsOf(command, changes).filter(({ keys, where }) => keys !== binding.keys || where !== binding.where),
})

export function reset(command: CommandId, changes: Changes): Changes {
  const { [command]: _, ...others } = changes
  return others
}

/** Keys with Ctrl, Cmd or Alt, or function keys, do not get in the way of writing: they hold everywhere. */
export const placeFor = (keys: string): Binding["where"] =>
  /^(?:Mod|Alt|Ctrl)\+|^(?:Shift\+)?F\d+$/.test(keys) ? "always" : "command"
