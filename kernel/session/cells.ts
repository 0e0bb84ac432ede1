import { hash } from "node:crypto"
import { compileCell, type Program, runAgain } from "../cell/index.ts"
import type { CellFacts } from "../contracts/cell.ts"
import type { Place } from "../contracts/errors.ts"
import type { DebugCell } from "../debug/cell.ts"
import { cellUrl } from "../debug/location.ts"
import type { Frame, Thrown } from "../runtime/protocol.ts"
import type { ExecuteRequest } from "./requests.ts"
import type { Located } from "./traceback.ts"

interface Known {
  source: string
  label: string
  number: number
  program: Program | undefined
}

/** How many compiled cells are remembered for their positions; older ones keep their name alone. */
const remembered = 5000

/** The cells that were run: their sources by URL, for positions, and the latest facts of each, for the graph. */
export class Cells {
  readonly #byUrl = new Map<string, Known>()
  readonly #latest = new Map<string, { source: string; program: Program }>()

  /**
   * @param count the execution count, the cell's name for readers without a notebook's numbers
   * @throws KaonError with its place where the cell cannot run
   */
  compile(request: ExecuteRequest, count: number): Program {
    const source = request.code
    const url = cellUrl(source)
    const number = request.cell ?? count
    const label = request.cell === undefined ? `In [${count}]` : `cell ${request.cell}`
    const before = this.#byUrl.get(url)
    const known: Known = { source, label, number, program: undefined }
    this.#remember(url, known)
    const id = request.cellId ?? hash("sha256", source).slice(0, 12)
    const { params } = request
    const cell = { id, number, url, constants: () => this.#constants(id), ...(params === undefined ? {} : { params }) }
    const same = before?.source === source && before.program?.fromTextAlone === true && params === undefined
    known.program = same ? runAgain(before.program!, source, cell) : compileCell(source, cell)
    // A cell run again moves to the end: what it defines is now the latest.
    this.#latest.delete(id)
    this.#latest.set(id, { source, program: known.program })
    return known.program
  }

  /** The latest facts of every cell that was run, in the order of running. */
  facts(): CellFacts[] {
    return [...this.#latest.values()].map(({ program }) => program.facts)
  }

  /** The latest source of every cell, in the order of running. */
  sources(): { id: string; source: string; facts: CellFacts }[] {
    return [...this.#latest.entries()].map(([id, { source, program }]) => ({ id, source, facts: program.facts }))
  }

  /** A frame where V8 saw it → the user's own TypeScript, with the lines to show. */
  locate(frame: Frame): Located {
    const known = this.#byUrl.get(frame.url)
    if (known === undefined)
      return { ...frame, label: frame.url.replace(/^file:\/\//, "").replace(/\?edition=\d+$/, "") }
    const place = known.program?.map(frame.line, frame.column) ?? { line: frame.line, column: frame.column }
    return { ...frame, ...place, label: known.label, source: known.source }
  }

  /** A cell that ran, by its URL, for the debugger. */
  debugCell(url: string): DebugCell | undefined {
    const known = this.#byUrl.get(url)
    if (known?.program === undefined) return undefined
    const { source, label, program } = known
    return { url, source, label, code: program.code, map: program.map }
  }

  /** The place that an error points to: its own, or its first frame inside a cell. */
  placeOf(error: Thrown): Place | undefined {
    if (error.place !== undefined) return error.place
    const found = error.frames.find(frame => this.#byUrl.has(frame.url))
    if (found === undefined) return undefined
    const { line, column } = this.locate(found)
    return { cell: this.#byUrl.get(found.url)!.number, line, column }
  }

  /** Names that the latest definition, in another cell than `id`, made constant. */
  #constants(id: string): Set<string> {
    const constants = new Set<string>()
    for (const [cell, { program }] of this.#latest) {
      for (const { name, kind } of program.facts.defines) {
        if (cell !== id && kind === "const") constants.add(name)
        else constants.delete(name)
      }
    }
    return constants
  }

  #remember(url: string, known: Known): void {
    this.#byUrl.delete(url)
    this.#byUrl.set(url, known)
    if (this.#byUrl.size > remembered) this.#byUrl.delete(this.#byUrl.keys().next().value!)
  }
}
