import { type Declared, declarationsOf, readTree } from "./declarations.ts"
import { readForeign } from "./foreign.ts"
import { type Lines, linesOf } from "./positions.ts"
import type { CellDraft } from "./types.ts"

/** What one cell's own text says, whatever stands in the other cells. */
export interface CellText {
  /** The source with its `%%header` line made a comment of the same length. */
  source: string
  /** Has JSX in it, so that the module must be a .tsx. */
  jsx: boolean
  declared: Map<string, Declared>
  /** Every word of the cell: more than it uses, never less, even where it does not parse. */
  words: Set<string>
  /** What TypeScript reads behind the source. */
  tail?: string
}

export function readCell(draft: CellDraft): CellText {
  const foreign = readForeign(draft)
  if (foreign !== undefined) return foreign
  const source = draft.source.replace(/^(\s*)%%/, "$1//")
  const tree = readTree(source)
  const declared = new Map(declarationsOf(source, tree).map(item => [item.name, item]))
  for (const name of draft.defines ?? [])
    if (!declared.has(name)) declared.set(name, { name, offset: -1, exported: false })
  const words = new Set(source.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu))
  for (const name of draft.uses ?? []) words.add(name)
  return { source, jsx: tree.jsx, declared, words }
}

/** A cell as the virtual module that TypeScript sees: a line of imports, the cell as it is, a line of exports. */
export interface CellModule {
  text: string
  lines: Lines
  /** The cell's source lies in `text` from `start` to `end`. */
  start: number
  end: number
  /** Where each imported name stands in the line of imports. */
  imports: Map<string, number>
}

/** `imports`: the module that each imported name comes from. Equal arguments give equal text. */
export function moduleOf(cell: CellText, imports: ReadonlyMap<string, string>): CellModule {
  let prefix = ""
  const places = new Map<string, number>()
  for (const [from, names] of Map.groupBy(imports.keys(), name => imports.get(name) ?? "")) {
    prefix += "import {"
    for (const name of names) {
      places.set(name, prefix.length + 1)
      prefix += ` ${name},`
    }
    prefix += ` } from ${JSON.stringify(from)}; `
  }
  const exported = [...cell.declared.values()].filter(item => !item.exported).map(item => item.name)
  const text = `${prefix}\n${cell.source}${cell.tail ?? ""}\nexport { ${exported.join(", ")} }\n`
  const start = prefix.length + 1
  return { text, lines: linesOf(text), start, end: start + cell.source.length, imports: places }
}
