import type { CellFacts } from "../../contracts/cell.ts"
import type { Header } from "../../contracts/stages.ts"
import { parseHeader } from "../header.ts"
import { findHeader } from "../header-words.ts"
import { lineStarts, positionAt } from "../lines.ts"
import { readPython } from "./python.ts"
import { readSql } from "./sql.ts"

/** A name in the body of a cell, by its offset there; of the header line where it is undefined. */
export interface ForeignName {
  name: string
  at: number | undefined
}

/** What is known of a cell's body that is not TypeScript. */
export interface ForeignCode {
  defines: (ForeignName & { kind: CellFacts["defines"][number]["kind"] })[]
  uses: ForeignName[]
  /** The TypeScript, in one line, that runs it. */
  script: string
  /** Equal for bodies that differ in how they are written alone. */
  normal: string
  /** Why its result may be another the next time. */
  effects: string[]
  /** Files that it reads. */
  reads: string[]
  /** Packages that its result depends on. */
  imports: string[]
  /** Names of `uses` that it binds anew or changes. */
  assigns?: ForeignName[]
  /** Modules of its own language that it imports. */
  modules?: string[]
  /** Where the code runs that is not in this kernel: what it leaves there, code of the same place can reach. */
  session?: string
}

/** A body with its place in the cell. */
export interface ForeignBody {
  text: string
  /** The line of the cell that it begins on, from 1. */
  line: number
}

type Reader = (body: ForeignBody, header: Header) => ForeignCode

const languages: Readonly<Record<string, Reader>> = { sql: readSql, python: readPython }

/** A cell in another language than TypeScript. */
export interface Foreign {
  header: Header
  headerLine: number
  code: ForeignCode
  facts(cell: { id: string; number: number }): CellFacts
}

/** Is the cell, by its header, in another language? Reads the header's word alone. */
export const isForeign = (source: string): boolean => Object.hasOwn(languages, findHeader(source)?.stage ?? "")

/** A cell of another language, read; undefined for TypeScript. Throws KaonError HEADER_INVALID. */
export function foreignOf(source: string, cell?: number): Foreign | undefined {
  const found = findHeader(source)
  if (found === undefined || !Object.hasOwn(languages, found.stage)) return undefined
  const { header } = parseHeader(source, cell === undefined ? {} : { cell })!
  const after = /^(?:\r\n|[\n\r\u2028\u2029])?/.exec(source.slice(found.end))![0].length
  const start = found.end + after
  const code = languages[found.stage]!({ text: source.slice(start), line: found.line + (after > 0 ? 1 : 0) }, header)
  return {
    header,
    headerLine: found.line,
    code,
    facts: identity => factsOf(source, start, found, header, code, identity),
  }
}

function factsOf(
  source: string,
  start: number,
  { start: headerStart, line, rest, end }: { start: number; line: number; rest: string; end: number },
  header: Header,
  { defines, uses, assigns = [], modules = [] }: ForeignCode,
  cell: { id: string; number: number },
): CellFacts {
  const starts = lineStarts(source)
  const placed = ({ name, at }: ForeignName) => {
    const inHeader = rest.indexOf(name)
    const offset = at === undefined ? (inHeader < 0 ? headerStart : end - rest.length + inHeader) : start + at
    return { name, ...positionAt(starts, offset), offset }
  }
  return {
    ...cell,
    header,
    headerLine: line,
    defines: defines.map(define => ({ ...placed(define), kind: define.kind })),
    // What the other language defines by itself is no mistake where no cell does.
    uses: uses.map(use => ({ ...placed(use), ...(header.stage === "python" ? { guarded: true } : {}) })),
    assigns: assigns.map(placed),
    imports: modules,
  }
}
