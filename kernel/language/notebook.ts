import { type CellModule, type CellText, moduleOf, readCell } from "./module.ts"
import type { CellDraft, LanguageCell } from "./types.ts"

export interface Entry {
  id: string
  /** Name of the cell's virtual module; stays the same as long as the cell is known, but for its ending, which says whether it has JSX. */
  file: string
  index: number
  cell: CellText
}

interface Read {
  from: LanguageCell
  cell: CellText
}

const draftName = "__kaon_new"

/** The cells in their order, and which of them each name comes from. Pure: what the server knows is kept elsewhere. */
export class Notebook {
  #entries: Entry[] = []
  #byId = new Map<string, Entry>()
  #byFile = new Map<string, Entry>()
  #texts = new Map<string, Read>()
  #definers = new Map<string, Entry[]>()
  #modules = new Map<Entry, CellModule>()
  #names = new Map<string, string>()
  #last = 0

  setCells(cells: readonly LanguageCell[]): void {
    this.#modules.clear()
    this.#definers.clear()
    this.#byId.clear()
    this.#byFile.clear()
    const texts = new Map<string, Read>()
    this.#entries = cells.map((cell, index) => {
      const text = this.#read(cell)
      texts.set(cell.id, text)
      const entry = { id: cell.id, file: fileOf(this.#nameOf(cell.id), text.cell), index, cell: text.cell }
      this.#byId.set(cell.id, entry)
      this.#byFile.set(entry.file, entry)
      for (const name of entry.cell.declared.keys()) this.#definers.getOrInsert(name, []).push(entry)
      return entry
    })
    this.#texts = texts
    for (const id of this.#names.keys()) if (!this.#byId.has(id)) this.#names.delete(id)
  }

  /** The cell that a draft stands for: a known one with the draft's source, or one after all others. */
  entryOf(draft: CellDraft): Entry {
    const id = draft.id ?? ""
    const known = this.#byId.get(id)
    const text = this.#texts.get(id)
    if (known && text && isSame(draft, text.from)) return known
    const cell = readCell(draft)
    const name = known ? this.#nameOf(id) : draftName
    return { id, file: fileOf(name, cell), index: known?.index ?? this.#entries.length, cell }
  }

  byFile(file: string): Entry | undefined {
    return this.#byFile.get(file)
  }

  get entries(): readonly Entry[] {
    return this.#entries
  }

  /** The cell that `name` comes from, seen from `entry`: the latest one before it, else the first one after it. */
  definer(name: string, entry: Entry): Entry | undefined {
    const all = this.#definers.get(name)?.filter(other => other.id !== entry.id)
    return all?.findLast(other => other.index < entry.index) ?? all?.[0]
  }

  /** Names of other cells that `entry` could use. */
  visible(entry: Entry): string[] {
    return [...this.#definers.keys()].filter(name => !entry.cell.declared.has(name) && this.definer(name, entry))
  }

  /** The module of a cell; `more` are names to import beside those that it uses. */
  moduleOf(entry: Entry, more: Iterable<string> = []): CellModule {
    const settled = this.#byId.get(entry.id) === entry
    const cached = settled ? this.#modules.get(entry) : undefined
    const extra = [...more]
    if (cached && extra.length === 0) return cached
    const imports = new Map<string, string>()
    for (const name of [...entry.cell.words, ...extra]) {
      if (entry.cell.declared.has(name)) continue
      const from = this.definer(name, entry)
      if (from) imports.set(name, `./${from.file}`)
    }
    const made = moduleOf(entry.cell, imports)
    if (settled && extra.length === 0) this.#modules.set(entry, made)
    return made
  }

  /** A cell's module and, first, all those that it builds on, each once. */
  closure(entry: Entry, more: Iterable<string> = []): Map<string, { entry: Entry; module: CellModule }> {
    const found = new Map<string, { entry: Entry; module: CellModule }>()
    const seen = new Set([entry.file])
    const visit = (current: Entry, module: CellModule) => {
      for (const name of module.imports.keys()) {
        const from = this.definer(name, current)
        if (!from || seen.has(from.file)) continue
        seen.add(from.file)
        visit(from, this.moduleOf(from))
      }
      found.set(current.file, { entry: current, module })
    }
    visit(entry, this.moduleOf(entry, more))
    return found
  }

  #read(cell: LanguageCell): Read {
    const known = this.#texts.get(cell.id)
    return known && (known.from === cell || isSame(cell, known.from)) ? known : { from: cell, cell: readCell(cell) }
  }

  #nameOf(id: string): string {
    return this.#names.getOrInsertComputed(id, () => `__kaon_${++this.#last}`)
  }
}

const fileOf = (name: string, { jsx }: CellText): string => `${name}.${jsx ? "tsx" : "ts"}`

/** A draft that leaves out what it defines and uses is the known cell where the source is the same. */
const isSame = (draft: CellDraft, known: LanguageCell): boolean =>
  draft.source === known.source &&
  (draft.defines ?? known.defines).join() === known.defines.join() &&
  (draft.uses ?? known.uses).join() === known.uses.join()
