import type { Told } from "../../../kernel/contracts/shell/messages.ts"
import { keysOf } from "../keys/chords.ts"
import { keymap } from "../keys/keymap.ts"
import { available, type CommandId, commands } from "../session/commands.ts"
import type { Workspace } from "../session/workspace.ts"

const ids = Object.keys(commands) as CommandId[]

/** What a menu shows of the palette's commands: their names in the page's language, their keys, whether they can be used now. */
export function menuOf(workspace: Workspace): Told<"menu"> {
  const { settings } = workspace.app.get()
  const words = workspace.words()
  const table = keymap(settings.keys)
  const entry = (id: CommandId) => {
    const keys = keysOf(id, table)
    return [id, { label: words.commands[id], enabled: available(id, workspace), ...(keys !== undefined && { keys }) }]
  }
  return {
    language: settings.language,
    headings: words.shell.menus,
    commands: Object.fromEntries(ids.map(entry)),
  }
}
