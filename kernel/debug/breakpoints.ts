import path from "node:path"
import type { DebugCell } from "./cell.ts"
import { conditionOf, hitTest } from "./conditions.ts"
import type { Breakpoint, Source } from "./dap.ts"
import { cellPath, fileUrlPattern, urlOfCellPath } from "./location.ts"
import { findStops, type Stop, stopAt } from "./positions.ts"
import type { BreakpointSpec } from "./requests.ts"
import type { Target } from "./target.ts"

interface Placed {
  spec: BreakpointSpec
  id: number
  /** Where it stands now. */
  line: number
  verified: boolean
  /** V8's name for it, once it is there. */
  v8: string | undefined
  hits: number
}

export interface BreakpointEdges {
  /** The cell of a URL, where its source is known. */
  cellAt(url: string): DebugCell | undefined
  plain(code: string): string
}

/**
 * The breakpoints of every cell and file, by path. They may be set before their cell has run, or before its source is known;
 * a cell about to run gets them at the places its code has this time.
 */
export class Breakpoints {
  readonly #target: Target
  readonly #edges: BreakpointEdges
  readonly #byPath = new Map<string, Placed[]>()
  /** The code that the breakpoints of a path were last placed in. */
  readonly #placedIn = new Map<string, string>()
  #ids = 0

  constructor(target: Target, edges: BreakpointEdges) {
    this.#target = target
    this.#edges = edges
  }

  /** Takes the place of every breakpoint that the path had. */
  async set(file: string, specs: readonly BreakpointSpec[]): Promise<Breakpoint[]> {
    await this.#remove(file)
    const sets = specs.map(
      (spec): Placed => ({ spec, id: ++this.#ids, line: spec.line, verified: true, v8: undefined, hits: 0 }),
    )
    if (sets.length === 0) this.#byPath.delete(file)
    else this.#byPath.set(file, sets)
    const url = urlOfCellPath(file)
    if (url === undefined) await this.#placeInFile(file, sets)
    else {
      const cell = this.#edges.cellAt(url)
      if (cell !== undefined) await this.#placeInCell(file, sets, cell)
    }
    return sets.map(set => describe(set, file))
  }

  /** Puts the breakpoints of a cell where its code of this run has them. */
  async prepare(cell: DebugCell): Promise<void> {
    const file = cellPath(cell.source)
    const sets = this.#byPath.get(file)
    if (sets === undefined || this.#placedIn.get(file) === cell.code) return
    await this.#remove(file)
    this.#byPath.set(file, sets)
    await this.#placeInCell(file, sets, cell)
  }

  /** Counts the breakpoints that V8 stopped at; gives those that want it to. */
  hit(names: readonly string[]): number[] {
    const ids: number[] = []
    for (const set of this.#all()) {
      if (set.v8 === undefined || !names.includes(set.v8)) continue
      set.hits++
      const { hitCondition } = set.spec
      if (hitCondition === undefined || hitCondition.trim() === "" || hitTest(hitCondition)?.(set.hits))
        ids.push(set.id)
    }
    return ids
  }

  /** A file was loaded and V8 says where the breakpoint really is; gives it where that is news. */
  resolved(name: string, line: number): Breakpoint | undefined {
    for (const [file, sets] of this.#byPath) {
      const set = sets.find(({ v8 }) => v8 === name)
      if (set === undefined || urlOfCellPath(file) !== undefined || set.line === line) continue
      set.line = line
      return describe(set, file)
    }
    return undefined
  }

  list(): { source: string; breakpoints: Breakpoint[] }[] {
    return [...this.#byPath].map(([file, sets]) => ({
      source: file,
      breakpoints: sets.map(set => ({ ...set.spec, ...describe(set, file) })),
    }))
  }

  #all(): Placed[] {
    return [...this.#byPath.values()].flat()
  }

  async #remove(file: string): Promise<void> {
    const names = new Set((this.#byPath.get(file) ?? []).map(({ v8 }) => v8))
    this.#placedIn.delete(file)
    for (const breakpointId of names) {
      if (breakpointId !== undefined) await this.#target.post("Debugger.removeBreakpoint", { breakpointId })
    }
    for (const set of this.#byPath.get(file) ?? []) set.v8 = undefined
  }

  async #placeInCell(file: string, sets: Placed[], cell: DebugCell): Promise<void> {
    this.#placedIn.set(file, cell.code)
    const stops = await findStops(this.#target, cell)
    for (const set of sets) {
      const stop = stopAt(stops, set.spec.line)
      set.verified = stop !== undefined
      set.line = stop?.source.line ?? set.spec.line
      if (stop !== undefined) set.v8 = await this.#place(set, sets, { url: cell.url }, stop)
    }
  }

  async #placeInFile(file: string, sets: Placed[]): Promise<void> {
    for (const set of sets) {
      const at = { line: set.spec.line, column: 1 }
      set.v8 = await this.#place(set, sets, { urlRegex: fileUrlPattern(file) }, { source: at, code: at })
    }
  }

  /** Two breakpoints may move to one place: V8 keeps one for both. */
  async #place(
    set: Placed,
    sets: readonly Placed[],
    where: { url: string } | { urlRegex: string },
    { source, code }: Stop,
  ): Promise<string | undefined> {
    const twin = sets.find(other => other !== set && other.v8 !== undefined && other.line === source.line)
    if (twin !== undefined) return twin.v8
    const condition = conditionOf(set.spec, this.#edges.plain)
    const { breakpointId, locations } = await this.#target.post("Debugger.setBreakpointByUrl", {
      ...where,
      lineNumber: code.line - 1,
      columnNumber: code.column - 1,
      ...(condition === undefined ? {} : { condition }),
    })
    const [first] = locations
    if ("urlRegex" in where && first !== undefined) set.line = first.lineNumber + 1
    return breakpointId
  }
}

const describe = ({ id, verified, line }: Placed, file: string): Breakpoint => ({
  id,
  verified,
  line,
  source: sourceOf(file),
  ...(verified ? {} : { message: "There is no code at this line or after it." }),
})

const sourceOf = (file: string): Source => ({ name: path.basename(file), path: file })
