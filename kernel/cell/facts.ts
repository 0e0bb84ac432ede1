import type { Reference } from "@typescript-eslint/scope-manager"
import type { CellFacts, NamePlace } from "../contracts/cell.ts"
import { definitionOf, isAmbient } from "./definitions.ts"
import { foreignOf } from "./foreign/foreign.ts"
import { globals } from "./globals.ts"
import { parseHeader } from "./header.ts"
import { lineStarts, positionAt } from "./lines.ts"
import { marksOf } from "./marks.ts"
import { parse, syntaxError } from "./parsing.ts"
import { prepare } from "./prepare.ts"
import { scopesOf, topLevelVariables } from "./scopes.ts"

/** What a cell declares, uses, assigns and imports. Throws KaonError SYNTAX_ERROR, UNKNOWN_HEADER or HEADER_INVALID. */
export function analyseCell(source: string, { id, number }: { id: string; number: number }): CellFacts {
  const foreign = foreignOf(source, number)
  if (foreign) return foreign.facts({ id, number })
  const found = parseHeader(source, { cell: number })
  const { program, text, problems, wrapped } = parse(prepare(source), true)
  const [problem] = problems
  if (problem) throw syntaxError(problem, text, { cell: number })

  const starts = lineStarts(source)
  const placed = (name: string, at: number): NamePlace => {
    const offset = wrapped !== undefined && at > wrapped ? at - 1 : at
    return { name, ...positionAt(starts, offset), offset }
  }
  const scopes = scopesOf(program)
  const variables = topLevelVariables(scopes)
  const marks = marksOf(program)
  const outside = [
    ...(scopes.globalScope?.through ?? []),
    ...variables.filter(isAmbient).flatMap(({ references }) => references),
  ].filter(
    ({ identifier, isValueReference }) =>
      isValueReference && !globals.has(String(identifier.name)) && !marks.types.has(identifier.range[0]),
  )
  const unguarded = new Set(
    outside.filter(({ identifier }) => !marks.guards.has(identifier.range[0])).map(({ identifier }) => identifier.name),
  )
  return {
    id,
    number,
    header: found?.header,
    ...(found ? { headerLine: found.line } : {}),
    defines: variables.flatMap(variable => {
      const definition = definitionOf(variable)
      return definition ? [{ ...placed(variable.name, definition.at), kind: definition.kind }] : []
    }),
    uses: places(outside, placed).map(use => (unguarded.has(use.name) ? use : { ...use, guarded: true })),
    assigns: places(
      outside.filter(reference => reference.isWrite()),
      placed,
    ),
    imports: marks.imports,
  }
}

/** The first place of each name, in source order. */
function places(references: readonly Reference[], placed: (name: string, at: number) => NamePlace): NamePlace[] {
  const first = new Map<string, number>()
  for (const { identifier } of references) {
    const [at] = identifier.range
    first.set(String(identifier.name), Math.min(at, first.get(String(identifier.name)) ?? at))
  }
  return [...first].toSorted(([, a], [, b]) => a - b).map(([name, at]) => placed(name, at))
}
