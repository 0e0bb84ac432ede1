import { useEffect, useRef } from "react"
import { typeAhead } from "../editor/ahead.ts"
import { widgetOpen } from "../editor/widgets.ts"
import { nameOf, press } from "../keys/chords.ts"
import { keymap } from "../keys/keymap.ts"
import type { Shortcut } from "../keys/shortcuts.ts"
import { available, perform } from "../session/commands.ts"
import { useApp, useWorkspace } from "./context.ts"

export const mac = /Mac|iP(?:hone|ad)/.test(navigator.platform)

/** How long the first key of a sequence such as `D D` waits for the next, in milliseconds. */
const patience = 900

/** The page's shortcuts, wherever the focus is. Fields keep their keys; a list or box of the editor's comes first. */
export function useKeys(): void {
  const workspace = useWorkspace()
  const pending = useRef({ keys: "", at: 0 })
  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      const name = nameOf(event, mac)
      if (name === undefined || event.isComposing) return
      const { dialog, palette, settings } = workspace.app.get()
      if (dialog !== undefined || palette) return
      const place = placeOf(event.target)
      if (place === "own" && !/^Mod\+(?:[KSBFGHP,]|Shift\+\w)$|^(?:Shift\+)?F\d+$/.test(name)) return
      if (place === "field" && !/^(?:Mod|Alt)\+|^(?:Shift\+)?F\d/.test(name)) return
      // Letters in a panel are no commands of the notebook, which is elsewhere.
      if (place === "panel" && !/^(?:Mod|Alt)\+|^(?:Shift\+)?F\d|^Shift\+Enter$/.test(name)) return
      if (place === "control" && /^(?:Enter|(?:Shift\+)?Space|Arrow\w+|Home|End)$/.test(name)) return
      if (place === "editor" && name === "Escape" && widgetOpen()) return
      if (place === "page" && typeAhead(event)) return
      const begun = event.timeStamp - pending.current.at < patience ? pending.current.keys : ""
      const found = press(begun, name, place === "editor" ? "edit" : "command", keymap(settings.keys))
      pending.current = { keys: found.pending, at: event.timeStamp }
      if (found.command === undefined && found.pending === "") return
      if (found.command !== undefined && !available(found.command, workspace)) return
      // In a field, keys such as Ctrl A and Ctrl Z are the field's own.
      if (place === "field" && /^Mod\+(?:[AZCVXY]|Shift\+Z|Backspace)$|\+Enter$/.test(name)) return
      event.preventDefault()
      event.stopPropagation()
      if (found.command !== undefined) perform(found.command, workspace)
    }
    document.addEventListener("keydown", down, { capture: true })
    return () => document.removeEventListener("keydown", down, { capture: true })
  }, [workspace])
}

/** The shortcuts as they are now, with what the person changed. */
export const useShortcuts = (): readonly Shortcut[] => keymap(useApp(state => state.settings.keys))

function placeOf(target: EventTarget | null): "editor" | "field" | "own" | "panel" | "control" | "page" {
  if (!(target instanceof Element)) return "page"
  if (target.closest(".monaco-editor") !== null) return "editor"
  if (target.closest("[data-own-keys], [aria-modal]") !== null) return "own"
  if (target.closest("input, textarea, select, [contenteditable]") !== null) return "field"
  if (target.closest("aside, nav.rail") !== null) return "panel"
  return target.closest("button, a, summary, [role=treeitem], .reel, .grid") !== null ? "control" : "page"
}
