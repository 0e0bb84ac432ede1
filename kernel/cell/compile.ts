import type { CellFacts } from "../contracts/cell.ts"
import type { Header } from "../contracts/stages.ts"
import { analyseCell } from "./facts.ts"
import { type Foreign, foreignOf } from "./foreign/foreign.ts"
import { parseHeader } from "./header.ts"
import type { Position } from "./lines.ts"
import { declaredNames, endsInValue, normalise } from "./normalise.ts"
import { paramLiterals } from "./params.ts"
import { type Parsed, parse, parseScript, syntaxError } from "./parsing.ts"
import { prepare } from "./prepare.ts"
import type { PositionMap } from "./rewriter.ts"
import { constantWrites } from "./scopes.ts"
import { survey } from "./survey.ts"
import { lower } from "./types.ts"

export interface CellSource {
  id: string
  /** The number the reader counts, from 1. */
  number: number
  /** What stack traces and breakpoints call the cell. */
  url: string
  /** Values for a `%%params` cell, by name. */
  params?: Record<string, unknown>
  /** Names that earlier cells declare with `const`: assigning to one throws, as it does within a cell. Asked only when the cell assigns. */
  constants?: () => Iterable<string>
}

/** A cell ready to run by `Runtime.evaluate` with `replMode` and `awaitPromise`, in a realm that has `__kaon`. */
export interface Program {
  /** JavaScript whose lines are the cell's lines (unless it was lowered), ending in `//# sourceURL=<url>`. */
  code: string
  url: string
  readonly header: Header | undefined
  /** Made from the cell's text alone: neither parameters nor the constants of other cells had a say in it. */
  readonly fromTextAlone: boolean
  /** Computed when first read: running does not wait for it. */
  readonly facts: CellFacts
  /** A position of `code` (line and column from 1) as the position in the cell that it stands for. */
  map(line: number, column: number): Position
}

/** Throws KaonError SYNTAX_ERROR, UNKNOWN_HEADER, HEADER_INVALID, PARAM_UNKNOWN or PARAM_INVALID, with the place. */
export function compileCell(source: string, cell: CellSource): Program {
  const place = { cell: cell.number }
  const foreign = foreignOf(source, cell.number)
  if (foreign) return foreignProgram(source, cell, foreign)
  const header = parseHeader(source, place)?.header
  const parsed = parse(prepare(source))
  const [problem] = parsed.problems
  if (problem) throw syntaxError(problem, parsed.text, place)
  const values =
    header?.stage === "params" && cell.params
      ? paramLiterals(parsed.program, parsed.text, cell.params, place)
      : new Map<string, string>()
  let asked = false
  const constants = () => {
    asked = true
    return cell.constants?.() ?? []
  }
  const { text, map } = toRunnable(parsed, { ...cell, constants }, values)
  return programOf(source, cell, {
    code: `${text}\n//# sourceURL=${cell.url}`,
    header,
    fromTextAlone: !asked && values.size === 0,
    map: (line, column) => map({ line, column }),
  })
}

/** What runs a cell of another language: every place in it is that of the header, under which the body stands. */
function foreignProgram(source: string, cell: CellSource, { header, headerLine, code }: Foreign): Program {
  const { text } = toRunnable(parse(code.script), { ...cell, constants: () => [] }, new Map())
  return programOf(source, cell, {
    code: `${text}\n//# sourceURL=${cell.url}`,
    header,
    fromTextAlone: true,
    map: () => ({ line: headerLine, column: 1 }),
  })
}

/** The program of the same text under the same URL, run again: only who asks for it is new. For programs `fromTextAlone`. */
export const runAgain = (program: Program, source: string, cell: CellSource): Program =>
  programOf(source, cell, program)

function programOf(
  source: string,
  cell: CellSource,
  { code, header, fromTextAlone, map }: Pick<Program, "code" | "header" | "fromTextAlone" | "map">,
): Program {
  let facts: CellFacts | undefined
  return {
    code,
    url: cell.url,
    header,
    fromTextAlone,
    map,
    get facts() {
      facts ??= analyseCell(source, cell)
      return facts
    },
  }
}

function toRunnable(
  parsed: Parsed,
  cell: CellSource & { constants: () => Iterable<string> },
  values: Map<string, string>,
): { text: string; map: PositionMap } {
  const found = survey(parsed.program, parsed.text)
  const own = declaredNames(parsed.program.body, found.vars)
  const valued = endsInValue(parsed.program.body)
  const options = {
    url: cell.url,
    own,
    valued,
    values,
    constants: new Set(found.assigned.size === 0 ? [] : cell.constants()),
  }
  const unwrap = unwrapping(parsed)
  if (!found.lowering) {
    const writes = constantWrites(parsed, found.assigned, options.constants)
    const { text, map } = normalise(found.types.apply(), parsed.program, found, { ...options, constantWrites: writes })
    return { text, map: position => unwrap(map(position)) }
  }
  const lowered = lower(parsed.text, parsed.language === "tsx" ? "tsx" : "ts", { cell: cell.number })
  const script = parseScript(lowered.code)
  const again = survey(script.program, lowered.code)
  const writes = constantWrites(script, again.assigned, options.constants)
  const { text, map } = normalise(lowered.code, script.program, again, { ...options, constantWrites: writes })
  return { text, map: position => unwrap(lowered.map(map(position))) }
}

/** Undoes the one column that the parenthesis around an object literal adds on its line. */
function unwrapping({ wrapped, text }: Parsed): PositionMap {
  if (wrapped === undefined) return position => position
  const before = text.slice(0, wrapped).split(/\r\n|[\n\r\u2028\u2029]/)
  const column = before.at(-1)!.length + 1
  return position =>
    position.line === before.length && position.column > column
      ? { ...position, column: position.column - 1 }
      : position
}
