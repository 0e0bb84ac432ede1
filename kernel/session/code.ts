import { fileURLToPath } from "node:url"
import { foreignOf, isComplete, isForeign } from "../cell/index.ts"
import type { CellDraft, LanguageCell, LanguageService } from "../language/index.ts"
import type { Cells } from "./cells.ts"
import type { MainInspector } from "./inspector.ts"
import { toCursor, toOffset } from "./requests.ts"

/** Declares what every cell finds without importing it: `tf`, `fit`, `display` and so on. */
const cellGlobals = fileURLToPath(new URL("./cellglobals.d.ts", import.meta.url))

type Content = Record<string, unknown>

export interface CodeRequest {
  code: string
  cursor: number
  detail: 0 | 1
  /** Which cell is being edited, where the client tells it. */
  cellId?: string | undefined
}

export function isCompleteReply({ code }: CodeRequest): Content {
  const { status, indent } = isComplete(code)
  return status === "incomplete" ? { status, indent } : { status }
}

/**
 * Answers about code that is being written: from TypeScript's own server, which starts with the first question, and from the names
 * that exist in the kernel, by name alone. User code is never evaluated for it.
 */
export class CodeAnswers {
  readonly #cells: Cells
  readonly #inspector: MainInspector
  readonly #directory: string
  #service: Promise<LanguageService> | undefined
  #edited: LanguageCell[] | undefined
  /** A cell that is told again as the same object is the same to the service, which then need not compare it. */
  readonly #asEdited = new WeakMap<{ id: string; source: string }, LanguageCell>()
  /** What the service was given last. */
  #given: LanguageCell[] | undefined

  constructor(cells: Cells, inspector: MainInspector, directory: string) {
    this.#cells = cells
    this.#inspector = inspector
    this.#directory = directory
  }

  /** The notebook's cells as an editor has them: they take the place of those that were run, until there is no editor any more. */
  edit(cells: readonly { id: string; source: string }[] | undefined): void {
    this.#edited = cells?.map(cell =>
      this.#asEdited.getOrInsertComputed(cell, ({ id, source }) => ({
        id,
        source,
        defines: definesOf(source),
        uses: [],
      })),
    )
  }

  /** The notebook's cells: as an editor has them, else those that ran. */
  cells(): readonly { id: string; source: string }[] {
    return this.#edited ?? this.#cells.sources()
  }

  async complete({ code, cursor, cellId }: CodeRequest): Promise<Content> {
    const offset = toOffset(code, cursor)
    const start = wordStart(code, offset)
    const prefix = code.slice(start, offset)
    const isMember = /\.\s*$/.test(code.slice(0, start))
    const service = await this.ready()
    const [found, names] = await Promise.all([
      service.complete(draft(code, cellId), offset, { details: 4 }),
      isMember ? [] : this.#inspector.names(),
    ])
    const fitting = found.filter(({ label }) => label.startsWith(prefix))
    const known = new Set(fitting.map(({ label }) => label))
    const live = names.filter(name => name.startsWith(prefix) && !known.has(name) && !name.includes("$const"))
    const types = fitting.map(item => ({
      text: item.insertText,
      type: item.kind === "field" ? "property" : item.kind,
      signature: item.detail ?? "",
      documentation: item.documentation ?? "",
      start: toCursor(code, item.start),
      end: toCursor(code, item.end),
    }))
    const span = { start: toCursor(code, start), end: toCursor(code, offset) }
    return {
      status: "ok",
      matches: [...fitting.map(({ insertText }) => insertText), ...live],
      cursor_start: types[0]?.start ?? span.start,
      cursor_end: types[0]?.end ?? span.end,
      metadata: {
        _jupyter_types_experimental: [
          ...types,
          ...live.map(text => ({ text, type: "variable", signature: "", ...span })),
        ],
      },
    }
  }

  async inspect({ code, cursor, detail, cellId }: CodeRequest): Promise<Content> {
    const offset = toOffset(code, cursor)
    // With the cursor behind a name (or behind its opening parenthesis) the reader means that name.
    const service = await this.ready()
    for (const place of [offset, Math.max(0, offset - 1)]) {
      const found = await service.inspect(draft(code, cellId), place, detail)
      if (found !== undefined) {
        return {
          status: "ok",
          found: true,
          data: { "text/plain": found.text, "text/markdown": found.markdown },
          metadata: {},
        }
      }
    }
    return { status: "ok", found: false, data: {}, metadata: {} }
  }

  async close(): Promise<void> {
    await (await this.#service)?.[Symbol.asyncDispose]()
  }

  /** The service, with the cells of this moment. */
  async ready(): Promise<LanguageService> {
    this.#service ??= import("../language/index.ts").then(({ startLanguageService }) =>
      startLanguageService({ directory: this.#directory, globals: cellGlobals }),
    )
    const service = await this.#service
    const edited = this.#edited
    if (edited === undefined || edited !== this.#given) service.setCells(edited ?? this.#ran())
    this.#given = edited
    return service
  }

  #ran(): LanguageCell[] {
    return this.#cells.sources().map(({ id, source, facts }) => ({
      id,
      source,
      defines: facts.defines.map(({ name }) => name),
      uses: facts.uses.map(({ name }) => name),
    }))
  }
}

/** What a cell of another language defines: TypeScript cannot read it there. */
function definesOf(source: string): string[] {
  if (!isForeign(source)) return []
  try {
    return foreignOf(source)?.code.defines.map(({ name }) => name) ?? []
  } catch {
    return []
  }
}

const draft = (source: string, id: string | undefined): CellDraft => (id === undefined ? { source } : { id, source })

const wordStart = (code: string, offset: number): number =>
  offset - (/[\p{ID_Continue}$]*$/u.exec(code.slice(0, offset))?.[0].length ?? 0)

/** `console.log?` asks for help on a name, `??` for all there is, as in IPython; undefined for any other code. */
export function helpRequest(code: string): CodeRequest | undefined {
  const found = /^\s*(?<name>[\p{ID_Start}$_][\p{ID_Continue}$.]*)(?<marks>\?{1,2})\s*$/u.exec(code)?.groups
  if (found?.name === undefined) return undefined
  return { code: found.name, cursor: [...found.name].length, detail: found.marks === "??" ? 1 : 0 }
}
