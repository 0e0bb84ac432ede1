import type { MenuItemConstructorOptions } from "electron"
import type { Told } from "../../kernel/contracts/shell/messages.ts"
import { between, type Line, menus } from "./menutable.ts"
import type { Recents } from "./recents.ts"
import type { ShellWords } from "./words.ts"

export interface MenuParts {
  mac: boolean
  words: ShellWords
  recents: Recents
  /** What the page in front said of its commands; undefined while there is none. */
  page: Told<"menu"> | undefined
  command(id: string): void
  open(): void
  openFolder(): void
  openRecent(file: string): void
  clearRecent(): void
}

type Item = MenuItemConstructorOptions

/** The app's menu, as Electron builds it. Commands that the page does not know are left out. */
export function menuTemplate(parts: MenuParts): Item[] {
  const system: Item[] = parts.mac ? [{ role: "appMenu" }] : []
  const own = menus.map(({ heading, lines }) => ({
    label: parts.page?.headings[heading] ?? headingNames[heading],
    ...(heading === "help" && { role: "help" as const }),
    submenu: tidy(lines.flatMap(line => itemOf(line, parts))),
  }))
  const window: Item[] = parts.mac ? [{ role: "windowMenu" }] : []
  return [...system, ...own.slice(0, -1), ...window, ...own.slice(-1)]
}

const headingNames = { file: "File", edit: "Edit", cell: "Cell", run: "Run", view: "View", help: "Help" } as const

function itemOf(line: Line, parts: MenuParts): Item[] {
  if (line === between) return [{ type: "separator" }]
  if (typeof line === "string") return commandItem(line, parts)
  if ("shell" in line) return [shellItems[line.shell](parts)]
  const here = line.on === undefined || (line.on === "mac") === parts.mac
  return here ? [{ role: line.role }] : []
}

function commandItem(id: string, { page, command }: MenuParts): Item[] {
  const found = page?.commands[id]
  if (found === undefined) return []
  const { label, keys, enabled } = found
  const accelerator = acceleratorOf(keys)
  // The page has its keys itself: they mean other things in other places, and the menu only shows them.
  return [
    { id, label, enabled, click: () => command(id), registerAccelerator: false, ...(accelerator && { accelerator }) },
  ]
}

const shellItems: Record<"open" | "openFolder" | "recent", (parts: MenuParts) => Item> = {
  open: ({ words, open }) => ({ label: words.open, accelerator: "CmdOrCtrl+O", click: () => open() }),
  openFolder: ({ words, openFolder }) => ({ label: words.openFolder, click: () => openFolder() }),
  recent: ({ words, recents, openRecent, clearRecent }) => ({
    label: words.recent,
    enabled: recents.length > 0,
    submenu: [
      ...recents.map((file): Item => ({ label: file.replaceAll("&", "&&"), click: () => openRecent(file) })),
      { type: "separator" },
      { label: words.clearRecent, click: () => clearRecent() },
    ],
  }),
}

/** The page's name of a key ("Mod+Shift+ArrowUp") as Electron's. Keys one after another ("D D"), and plain ones, are no accelerators. */
export function acceleratorOf(keys: string | undefined): string | undefined {
  if (keys === undefined || keys.includes(" ") || !/^(?:Mod|Ctrl|Alt)\+|^Shift\+Enter$/.test(keys)) return undefined
  return keys.replace("Mod", "CmdOrCtrl").replace("Arrow", "")
}

/** Without lines at the ends, and none after another. */
const tidy = (items: readonly Item[]): Item[] =>
  items.filter((item, at) => {
    if (item.type !== "separator") return true
    return at > 0 && items[at - 1]!.type !== "separator" && items.slice(at).some(({ type }) => type !== "separator")
  })
