import type { Command } from "commander"

/** What may follow the words of a command line, of which the last is being typed: verbs, then flags where one is begun. */
export function candidates(program: Command, words: readonly string[]): string[] {
  const typed = words.at(-1) ?? ""
  let command = program
  for (const word of words.slice(0, -1)) {
    const next = command.commands.find(other => other.name() === word)
    if (next !== undefined) command = next
  }
  const { visibleCommands, visibleOptions } = namesOf(command)
  const all = typed.startsWith("-") ? visibleOptions : visibleCommands
  return all.filter(name => name.startsWith(typed))
}

function namesOf(command: Command): { visibleCommands: string[]; visibleOptions: string[] } {
  const help = command.createHelp()
  const options = help.visibleOptions(command).flatMap(({ long, short }) => long ?? short ?? [])
  return { visibleCommands: help.visibleCommands(command).map(found => found.name()), visibleOptions: options }
}
