import { useEffect, useRef } from "react"
import { useWords, useWorkspace } from "../frame/context.ts"
import type { Entry } from "../jupyter/rest.ts"
import type { Words } from "../words/en.ts"
import { actionsOf, type FileAction } from "./actions.ts"

export interface MenuPlace {
  readonly entry: Entry
  readonly x: number
  readonly y: number
}

const nameIn: Record<FileAction["id"], (words: Words) => string> = {
  open: words => words.open,
  rename: words => words.rename,
  duplicate: words => words.duplicate,
  download: words => words.download,
  remove: words => words.remove,
}

/** The menu of one file, where the pointer is. Arrows choose, Escape or a press elsewhere closes. */
export function FileMenu({ place, close }: { place: MenuPlace; close(): void }) {
  const workspace = useWorkspace()
  const words = useWords()
  const menu = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const node = menu.current!
    const { width, height } = node.getBoundingClientRect()
    node.style.left = `${Math.max(4, Math.min(place.x, innerWidth - width - 4))}px`
    node.style.top = `${Math.max(4, Math.min(place.y, innerHeight - height - 4))}px`
    node.querySelector("button")?.focus()
    const outside = (event: Event) => event.target instanceof Node && !node.contains(event.target) && close()
    document.addEventListener("pointerdown", outside, { capture: true })
    return () => document.removeEventListener("pointerdown", outside, { capture: true })
  }, [place, close])
  const step = (by: number) => {
    const items: Element[] = [...(menu.current?.querySelectorAll("button") ?? [])]
    const at = document.activeElement === null ? -1 : items.indexOf(document.activeElement)
    const next = items[(at + by + items.length) % items.length]
    if (next instanceof HTMLElement) next.focus()
  }
  return (
    <div
      ref={menu}
      className="menu"
      role="menu"
      data-own-keys
      tabIndex={-1}
      aria-label={words.fileActions(place.entry.name)}
      onKeyDown={event => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
        if (by !== undefined) step(by)
        if (event.key === "Escape" || event.key === "Tab") close()
        event.stopPropagation()
        if (by !== undefined || event.key === "Tab") event.preventDefault()
      }}
    >
      {actionsOf(workspace, place.entry).map(({ id, key, run }) => (
        <button
          key={id}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            close()
            run()
          }}
        >
          {nameIn[id](words)}
          <span className="grow" />
          {key !== undefined && <kbd>{key}</kbd>}
        </button>
      ))}
    </div>
  )
}
