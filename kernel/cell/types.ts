import { SourceMap } from "node:module"
import { KaonError, type Place } from "../contracts/errors.ts"
import { esbuild } from "./libraries.ts"
import { parse } from "./parsing.ts"
import type { PositionMap } from "./rewriter.ts"
import { survey } from "./survey.ts"

/**
 * The text with its types blanked in place, same length and lines, an object literal alone in parentheses; undefined where
 * something cannot be blanked. What is wrong only by its surroundings, such as `this.#x` outside a class, is no hindrance.
 */
export function blankTypes(source: string): string | undefined {
  const { text, program, problems, language } = parse(source)
  if (language !== "ts" || (problems.length > 0 && program.body.length === 0)) return undefined
  const { types, lowering } = survey(program, text)
  return lowering ? undefined : types.apply()
}

export interface Lowered {
  code: string
  map: PositionMap
}

/** What blanking cannot remove goes through a real compiler, whose source map leads back. Throws SYNTAX_ERROR. */
export function lower(text: string, language: "ts" | "tsx", place: Place): Lowered {
  const { transformSync } = esbuild()
  try {
    const { code, map } = transformSync(text, {
      loader: language,
      target: "esnext",
      charset: "utf8",
      supported: { decorators: false },
      jsx: "automatic",
      sourcemap: "external",
      sourcefile: `cell.${language}`,
      logLevel: "silent",
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, useDefineForClassFields: true } },
    })
    return { code, map: mapping(map) }
  } catch (error) {
    throw asSyntaxError(error, place)
  }
}

function mapping(json: string): PositionMap {
  let map: SourceMap | undefined
  return position => {
    map ??= new SourceMap(JSON.parse(json))
    const entry = map.findEntry(position.line - 1, position.column - 1)
    return "originalLine" in entry
      ? { line: entry.originalLine + 1, column: entry.originalColumn + 1 }
      : { line: 1, column: 1 }
  }
}

function asSyntaxError(error: unknown, place: Place): unknown {
  if (!(error instanceof Error && "errors" in error && Array.isArray(error.errors))) return error
  const [first]: { text?: string; location?: { line: number; column: number } | null }[] = error.errors
  const where = first?.location ? { line: first.location.line, column: first.location.column + 1 } : {}
  return new KaonError("SYNTAX_ERROR", `${first?.text ?? error.message}.`, { place: { ...place, ...where } })
}
