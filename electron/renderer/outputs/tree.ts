/** One line of a JSON tree that is drawn. */
export interface TreeLine {
  /** Its place: keys from the root, as JSON. */
  readonly path: string
  readonly depth: number
  readonly key: string | undefined
  /** The value of a leaf as text, or what a branch holds in short. */
  readonly text: string
  readonly kind: "string" | "number" | "other" | "branch" | "more"
  readonly open: boolean
}

/** Children that are shown of a branch at first, and that each "more" adds. */
export const step = 100
const longest = 2000

const isBranch = (value: unknown): value is object => typeof value === "object" && value !== null

/** Keys of a branch; an inherited or a strange name is a name like any other. */
const keysOf = (value: object): readonly string[] => Object.keys(value)

const summary = (value: object): string => {
  const count = Array.isArray(value) ? value.length : keysOf(value).length
  return Array.isArray(value) ? `[${count}]` : `{${count}}`
}

const leaf = (value: unknown): Pick<TreeLine, "text" | "kind"> => {
  if (typeof value === "string") return { text: JSON.stringify(value.slice(0, longest)), kind: "string" }
  return { text: String(value), kind: typeof value === "number" ? "number" : "other" }
}

/**
 * The lines of a tree of which some branches are open. `open` says how many children of a branch are shown, by path. Costs what is
 * shown, however large or deep the value is.
 */
export function treeLines(value: unknown, open: ReadonlyMap<string, number>): TreeLine[] {
  const lines: TreeLine[] = []
  const pending: { value: unknown; key: string | undefined; path: string; depth: number; more?: number }[] = [
    { value, key: undefined, path: "[]", depth: 0 },
  ]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value: found, key, path, depth, more } = next
    if (more !== undefined) {
      lines.push({ path, depth, key: undefined, text: String(more), kind: "more", open: false })
      continue
    }
    if (!isBranch(found)) {
      lines.push({ path, depth, key, ...leaf(found), open: false })
      continue
    }
    const shown = open.get(path)
    lines.push({ path, depth, key, text: summary(found), kind: "branch", open: shown !== undefined })
    if (shown === undefined) continue
    const keys = keysOf(found)
    if (keys.length > shown)
      pending.push({ value: 0, key: undefined, path, depth: depth + 1, more: keys.length - shown })
    const children = keys.slice(0, shown).map(name => ({
      value: Object.getOwnPropertyDescriptor(found, name)?.value as unknown,
      key: name,
      path: `${path.slice(0, -1)}${path === "[]" ? "" : ","}${JSON.stringify(name)}]`,
      depth: depth + 1,
    }))
    for (const child of children.reverse()) pending.push(child)
  }
  return lines
}
