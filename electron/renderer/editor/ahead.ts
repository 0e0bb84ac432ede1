import type { editor as Editors } from "monaco-editor/editor/editor.api"

/** Keys that went to a cell whose editor is still on its way. */
let keys: KeyboardEvent[] = []

const commands: Record<string, string> = { Backspace: "deleteLeft", Delete: "deleteRight" }
const texts: Record<string, string> = { Enter: "\n", Tab: "  " }

/**
 * Keeps a key for the editor that is on its way: the notebook would take letters for commands. False where no editor is on its
 * way, and for Escape, which calls it off.
 */
export function typeAhead(event: KeyboardEvent): boolean {
  if (event.key === "Escape" || document.querySelector('[data-editor="loading"]') === null) return false
  keys.push(event)
  event.preventDefault()
  event.stopPropagation()
  return true
}

/** Forgets what was typed for an editor that did not come. */
export function forgetAhead(): void {
  keys = []
}

/** Gives the editor what was typed before it was there; shortcuts, such as the one that runs the cell, in their place. */
export function replayAhead(editor: Editors.ICodeEditor): void {
  const kept = keys
  keys = []
  for (const event of kept) {
    const { key } = event
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey
    if (plain && key in commands) editor.trigger("keyboard", commands[key]!, {})
    else if (plain && (key.length === 1 || (key in texts && !event.shiftKey)))
      editor.trigger("keyboard", "type", { text: texts[key] ?? key })
    else document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", event))
  }
}
