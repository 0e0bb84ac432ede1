import type { Entry } from "../jupyter/rest.ts"
import { folderOf } from "./paths.ts"

export type Folder =
  | { readonly state: "read"; readonly entries: readonly Entry[]; readonly modified: string | null }
  | { readonly state: "failed"; readonly reason: string }

export interface TreeState {
  /** Folders that were read, by path. */
  readonly folders: ReadonlyMap<string, Folder>
  readonly expanded: ReadonlySet<string>
  /** The row that the keyboard is on. */
  readonly selected: string | undefined
  readonly renaming: string | undefined
  /** What went wrong last, as one sentence. */
  readonly problem: string | undefined
  /** A sentence about what is going on, such as an upload. */
  readonly busy: string | undefined
}

export const emptyTree: TreeState = {
  folders: new Map(),
  expanded: new Set(),
  selected: undefined,
  renaming: undefined,
  problem: undefined,
  busy: undefined,
}

export interface Row {
  readonly entry: Entry
  readonly level: number
  readonly expanded: boolean | undefined
  /** Its place among the entries of its folder, from 1, and how many they are. */
  readonly place: number
  readonly of: number
}

const hidden = /^\.|^node_modules$/
const rank = { directory: 0, notebook: 1, file: 1 }

/** What a folder shows: no hidden files; folders first, then by name, numbers as numbers. */
export const sorted = (entries: readonly Entry[]): Entry[] =>
  entries
    .filter(({ name }) => !hidden.test(name))
    .sort(
      (one, other) =>
        rank[one.type] - rank[other.type] || one.name.localeCompare(other.name, undefined, { numeric: true }),
    )

/** The rows of the tree from its top, those of closed folders left out. */
export function rowsOf(state: TreeState, folder = "", level = 1): Row[] {
  const found = state.folders.get(folder)
  if (found?.state !== "read") return []
  return found.entries.flatMap((entry, index): Row[] => {
    const isFolder = entry.type === "directory"
    const expanded = isFolder ? state.expanded.has(entry.path) : undefined
    const row = { entry, level, expanded, place: index + 1, of: found.entries.length }
    return expanded === true ? [row, ...rowsOf(state, entry.path, level + 1)] : [row]
  })
}

/** Where a key of the keyboard leads in the tree, as ARIA's tree has it; undefined for a key that leads nowhere. */
export function step(state: TreeState, key: string): { select?: string; toggle?: string } | undefined {
  const rows = rowsOf(state)
  const at = rows.findIndex(({ entry }) => entry.path === state.selected)
  const to = (index: number) => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)]
    return row === undefined ? undefined : { select: row.entry.path }
  }
  const row = rows[at]
  const steps: Record<string, () => ReturnType<typeof step>> = {
    ArrowDown: () => to(at + 1),
    ArrowUp: () => to(at < 0 ? rows.length - 1 : at - 1),
    Home: () => to(0),
    End: () => to(rows.length - 1),
    ArrowRight: () => {
      if (row?.expanded === false) return { toggle: row.entry.path }
      return row?.expanded === true ? to(at + 1) : undefined
    },
    ArrowLeft: () => {
      if (row?.expanded === true) return { toggle: row.entry.path }
      const parent = row === undefined ? "" : folderOf(row.entry.path)
      return parent === "" ? undefined : { select: parent }
    },
  }
  if (steps[key] !== undefined) return steps[key]()
  if (key.length !== 1 || key === " ") return undefined
  // A letter goes to the next row that begins with it.
  const after = [...rows.slice(at + 1), ...rows.slice(0, at + 1)]
  const found = after.find(({ entry }) => entry.name.toLowerCase().startsWith(key.toLowerCase()))
  return found === undefined ? undefined : { select: found.entry.path }
}

/** The folder that something new is made in: the selected one, or that of the selected file. */
export function targetFolder({ selected, folders }: TreeState): string {
  if (selected === undefined) return ""
  const folder = folderOf(selected)
  const found = folders.get(folder)
  const entry = found?.state === "read" ? found.entries.find(({ path }) => path === selected) : undefined
  return entry?.type === "directory" ? selected : folder
}
