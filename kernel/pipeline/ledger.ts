import type { Kept } from "../contracts/cell-cache.ts"
import type { PipelineCell } from "./cells.ts"
import type { CodeParts, CodeReading } from "./code-reading.ts"
import { digestOf } from "./digest.ts"
import type { Surroundings } from "./surroundings.ts"

/** The form of keys: another one makes all that was stored unknown. */
const format = "kaon-key/1"

/** A value that cells see by a name, as it is at one point of the run. */
export interface Version {
  kept: Kept
  /** The cell that defines the name, and the last one that changed its value in place. */
  definer: PipelineCell
  changer: PipelineCell | undefined
}

/** What a cell can reach: values by name with their content, and the cells whose code it can call. */
export interface Reached {
  values: Map<string, Version>
  code: PipelineCell[]
}

export interface Decision {
  /** Undefined where the cell is never taken from the cache. */
  key: string | undefined
  /** By name, what the key is made of: kept, so that a miss can say which part changed. */
  parts: Readonly<Record<string, string>>
  /** Why there is no key. */
  refusal: string | undefined
  reached: Reached
}

/**
 * What is known of every name while a notebook's cells are gone through in order. A cell's key is made of its own code, the content
 * of the values that it can reach and the code that it can call, and what surrounds it; and of nothing else.
 */
export class Ledger {
  readonly #reading: CodeReading
  readonly #surroundings: Surroundings
  readonly #versions = new Map<string, Version>()
  readonly #settled = new Map<PipelineCell, Reached>()
  readonly #code = new Map<PipelineCell, Promise<CodeParts>>()
  /** Constants that some cell assigns to: their cells have to run, so that the assignment fails as it should. */
  readonly #broken: ReadonlyMap<string, number>

  constructor(cells: readonly PipelineCell[], reading: CodeReading, surroundings: Surroundings) {
    this.#reading = reading
    this.#surroundings = surroundings
    const own = cells.filter(({ code }) => code.session === undefined)
    const assigned = own.flatMap(({ facts, number }) => facts.assigns.map(({ name }) => [name, number] as const))
    this.#broken = new Map(assigned)
  }

  version(name: string): Version | undefined {
    return this.#versions.get(name)
  }

  get versions(): ReadonlyMap<string, Version> {
    return this.#versions
  }

  /** Takes down what a cell left of what it could reach, whether it ran or not. */
  settle(
    cell: PipelineCell,
    reached: Reached,
    values: Readonly<Record<string, Kept>>,
    changed: Readonly<Record<string, Kept>>,
  ): void {
    this.#settled.set(cell, reached)
    for (const { name } of cell.facts.defines) {
      const kept: Kept = cell.code.definitions.includes(name)
        ? { form: "definition" }
        : (values[name] ?? { form: "opaque", why: `${name} is not known` })
      this.#versions.set(name, { kept, definer: cell, changer: undefined })
    }
    for (const [name, kept] of Object.entries(changed)) {
      const before = this.#versions.get(name)
      if (before !== undefined) this.#versions.set(name, { ...before, kept, changer: cell })
    }
  }

  /** What a cell could reach when it was its turn: to run it again is to run it with that. */
  reachedThen(cell: PipelineCell): Reached {
    return this.#settled.get(cell) ?? this.reached(cell)
  }

  /** Replaces what is known of a value by what a cell left when it ran again; a later change of it stands. */
  correct(name: string, cell: PipelineCell, kept: Kept): void {
    const now = this.#versions.get(name)
    if (now === undefined || now.kept.form === "definition") return
    const latest = now.changer ?? now.definer
    if (latest === cell) this.#versions.set(name, { ...now, kept })
  }

  /** The key of a cell at this point, with what it is made of. */
  async decide(cell: PipelineCell): Promise<Decision> {
    const reached = this.reached(cell)
    const own = await this.#codeOf(cell)
    const parts: Record<string, string> = { format, ...own.parts, ...paramParts(cell) }
    const effects = [...own.effects]
    for (const called of reached.code) {
      const code = await this.#codeOf(called)
      parts[`code of cell ${called.facts.defines.map(({ name }) => name).join(", ")}`] = digestOf(
        ...Object.entries(code.parts).flat(),
      )
      effects.push(...code.effects.map(effect => `calls code of cell ${called.number} that ${effect}`))
    }
    for (const [name, { kept }] of reached.values) {
      if (kept.form === "opaque") effects.push(`uses ${name}: ${kept.why.replace(/\.$/, "")}`)
      else if (kept.form !== "definition") parts[`input ${name}`] = kept.digest
    }
    parts.machine = this.#surroundings.machine()
    parts.kaon = await this.#surroundings.kaon()
    const [effect] = [...this.#stageEffect(cell), ...effects]
    const refusal = effect === undefined ? undefined : `it ${effect}`
    const sorted = Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1))
    return { key: refusal === undefined ? digestOf(...sorted.flat()) : undefined, parts, refusal, reached }
  }

  /**
   * What a cell can reach by the names that it uses. A session of another language keeps more than its names say (the state of its random
   * numbers, of its modules): there a cell can reach whatever the cells above it did in the same session. Code brings with it all that its own cell uses and defines. */
  reached(cell: PipelineCell): Reached {
    const found: Reached = { values: new Map(), code: [] }
    const names = new Set(cell.facts.uses.map(({ name }) => name))
    const { session } = cell.code
    for (const earlier of session === undefined ? [] : this.#settled.keys()) {
      if (earlier === cell || earlier.code.session !== session) continue
      found.code.push(earlier)
      for (const more of [...earlier.facts.uses, ...earlier.facts.defines]) names.add(more.name)
    }
    for (const name of names) {
      const version = this.#versions.get(name)
      if (version === undefined) continue
      // What lives in the session that the cell runs in is there by the code that made it.
      const isInSession = session !== undefined && version.definer.code.session === session
      if (version.kept.form !== "definition" && !isInSession) {
        found.values.set(name, version)
        continue
      }
      const { definer } = version
      if (found.code.includes(definer)) continue
      found.code.push(definer)
      for (const more of [...definer.facts.uses, ...definer.facts.defines]) names.add(more.name)
    }
    return found
  }

  *#stageEffect({ facts, number }: PipelineCell): Generator<string> {
    if (facts.header?.stage === "deploy") yield "puts something into service"
    for (const { name, kind } of facts.defines) {
      const by = this.#broken.get(name)
      if (kind === "const" && by !== undefined && by !== number)
        yield `defines the constant ${name}, which cell ${by} assigns to`
    }
  }

  #codeOf(cell: PipelineCell): Promise<CodeParts> {
    const known = this.#code.get(cell) ?? this.#reading.cell(cell.code)
    this.#code.set(cell, known)
    return known
  }
}

const paramParts = ({ params }: PipelineCell): Record<string, string> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [`parameter ${name}`, JSON.stringify(value)]))
