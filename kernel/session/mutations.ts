import type { CellFacts, Diagnostic } from "../contracts/cell.ts"
import type { Cells } from "./cells.ts"
import type { MainLink } from "./mainlink.ts"

/** A value that is not what its cell made of it, and the cells of which one changed it. */
interface Change {
  definer: string
  by: readonly string[]
}

/** Definitions of code do not change in place. */
const values = new Set<CellFacts["defines"][number]["kind"]>(["const", "let", "var"])

/**
 * Sees that a cell changed another cell's value in place, by fingerprints of all values, taken when the kernel has nothing to do. Cells that
 * ran meanwhile share the suspicion, as far as they use the name. Instances of classes (models, tensors) are not looked at.
 */
export class Mutations {
  readonly #cells: Cells
  readonly #link: MainLink
  readonly #known = new Map<string, { print: number; definer: string }>()
  readonly #changes = new Map<string, Change>()
  /** Cells that ran since the values were looked at. */
  #since = new Set<string>()
  #looking: Promise<void> = Promise.resolve()

  constructor(cells: Cells, link: MainLink) {
    this.#cells = cells
    this.#link = link
  }

  /** A cell has run; the values are looked at after it. */
  ran(): void {
    const last = this.#cells.facts().at(-1)
    if (last === undefined) return
    this.#since.add(last.id)
    this.#looking = this.#looking.then(() => this.#look())
  }

  /** Resolves once all that ran was looked at. */
  get settled(): Promise<void> {
    return this.#looking
  }

  /** What was found, in the words of a notebook's cells. */
  diagnostics(cells: readonly CellFacts[]): Diagnostic[] {
    const byId = new Map(cells.map(cell => [cell.id, cell]))
    return [...this.#changes].flatMap(([name, { definer, by }]) => {
      const made = byId.get(definer)
      const changed = by.flatMap(id => byId.get(id) ?? [])
      return made === undefined || changed.length === 0 ? [] : [diagnosticOf(name, made, changed)]
    })
  }

  async #look(): Promise<void> {
    const definers = new Map<string, CellFacts>()
    const facts = this.#cells.facts()
    for (const cell of facts) for (const { name, kind } of cell.defines) if (values.has(kind)) definers.set(name, cell)
    if (definers.size === 0) return
    const finding = await this.#link.asking.ask({ about: "fingerprints", names: [...definers.keys()] })
    // While another cell runs there is no answer: it is asked again after that one.
    if (!("value" in finding)) return
    const since = this.#since
    this.#since = new Set()
    const prints = new Map(finding.value as [string, number][])
    for (const [name, { id: definer }] of definers) {
      const print = prints.get(name)
      const before = this.#known.get(name)
      if (print === undefined) this.#known.delete(name)
      else this.#known.set(name, { print, definer })
      if (since.has(definer) || before?.definer !== definer) this.#changes.delete(name)
      else if (print !== undefined && print !== before.print) {
        const by = facts.filter(cell => since.has(cell.id) && uses(cell, name)).map(({ id }) => id)
        if (by.length > 0) this.#changes.set(name, { definer, by })
      }
    }
  }
}

/** A cell that assigns to a name says so, and is no surprise. */
const uses = ({ uses: used, assigns }: CellFacts, name: string): boolean =>
  used.some(use => use.name === name) && !assigns.some(assign => assign.name === name)

function diagnosticOf(name: string, made: CellFacts, changed: readonly CellFacts[]): Diagnostic {
  const [first] = changed as [CellFacts]
  const place = (cell: CellFacts, names: CellFacts["uses"]) => {
    const found = names.find(other => other.name === name)
    return { cellId: cell.id, cell: cell.number, ...(found && { line: found.line, column: found.column }) }
  }
  const who = changed.map(({ number }) => number).join(" or ")
  return {
    code: "VALUE_CHANGED",
    severity: "warning",
    message: `"${name}" of cell ${made.number} was changed in place by cell ${who}: its own cell does not show how it came about.`,
    fix: `Change a copy, such as structuredClone(${name}), or move the change into cell ${made.number}.`,
    ...place(first, first.uses),
    related: [place(made, made.defines)],
  }
}
