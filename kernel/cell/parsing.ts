import { KaonError, type Place } from "../contracts/errors.ts"
import { oxc } from "./libraries.ts"
import { lineStarts, positionAt } from "./lines.ts"
import type { Program } from "./tree.ts"

/** What the parser objects to: its reason, and the offset in the text. */
export interface Problem {
  message: string
  offset: number
  hint: string | undefined
}

export interface Parsed {
  /** The text that was parsed: the cell itself, or the cell in parentheses when it is one object literal. */
  text: string
  program: Program
  language: "ts" | "tsx" | "js"
  problems: Problem[]
  /** Offset of the parenthesis that was put in, or undefined. */
  wrapped: number | undefined
}

type Language = Parsed["language"]

function parseAs(text: string, language: Language, withRanges: boolean): Parsed {
  const result = oxc().parseSync(`cell.${language}`, text, {
    sourceType: "module",
    lang: language,
    astType: "ts",
    range: withRanges,
    preserveParens: !withRanges,
    showSemanticErrors: true,
  })
  const problems = result.errors.map(({ message, labels, helpMessage }) => ({
    message,
    offset: (labels.find(label => label.message?.includes("redeclared")) ?? labels[0])?.start ?? 0,
    hint: helpMessage ?? undefined,
  }))
  return { text, program: result.program, language, problems, wrapped: undefined }
}

const leading = /^(?:\s|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)*/

/** A cell that starts with a brace and reads as one object literal is one, as in every REPL. */
function parseAsObject(text: string, withRanges: boolean): Parsed | undefined {
  const start = leading.exec(text)?.[0].length ?? 0
  if (text[start] !== "{") return undefined
  const parsed = parseAs(`${text.slice(0, start)}(${text.slice(start)}\n)`, "ts", withRanges)
  const [only] = parsed.program.body
  const object =
    parsed.problems.length === 0 && parsed.program.body.length === 1 && only?.type === "ExpressionStatement"
  return object ? { ...parsed, wrapped: start } : undefined
}

/** Parses a cell's TypeScript: as it stands, as one object literal, or with JSX. Never throws; problems are data. */
export function parse(text: string, withRanges = false): Parsed {
  const parsed = parseAs(text, "ts", withRanges)
  const { body } = parsed.program
  if (parsed.problems.length > 0 || (body.length === 1 && body[0]?.type === "BlockStatement")) {
    const object = parseAsObject(text, withRanges)
    if (object) return object
  }
  if (parsed.problems.length > 0 && text.includes("<")) {
    const withJsx = parseAs(text, "tsx", withRanges)
    const further = (withJsx.problems[0]?.offset ?? 0) > (parsed.problems[0]?.offset ?? 0)
    if (withJsx.problems.length === 0 || further) return withJsx
  }
  return parsed
}

/** Parses generated JavaScript, which is right by construction. */
export const parseScript = (text: string, withRanges = false): Parsed => parseAs(text, "js", withRanges)

/** The first problem as an error that names its place. */
export function syntaxError({ message, offset, hint }: Problem, text: string, place: Place): KaonError {
  const sentence = message.replace(/`EOF`/g, "the end of the cell").replace(/\.?$/, ".")
  const position = positionAt(lineStarts(text), Math.min(offset, text.length))
  return new KaonError("SYNTAX_ERROR", sentence, {
    place: { ...place, ...position },
    ...(hint === undefined ? {} : { fix: hint.replace(/\.?$/, ".") }),
  })
}
