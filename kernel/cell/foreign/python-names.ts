import { type PythonToken, pythonTokens } from "./python-lexer.ts"
import { PythonScope } from "./python-scope.ts"

export interface PythonName {
  name: string
  at: number
}

export interface PythonNames {
  /** Names that the top level binds for good; those of loops, `with` and `except` are for the cell itself. */
  defines: (PythonName & { kind: "let" | "function" | "class" | "import" })[]
  /** Names that it reads before it has bound them. */
  uses: PythonName[]
  /** Of those, the ones that it binds anew or changes in place, as far as its text says so. */
  assigns: PythonName[]
  /** Modules that it imports. */
  imports: string[]
}

interface Line {
  tokens: PythonToken[]
  indent: number
}

/**
 * The names of Python code, by its text alone: nothing runs. What a function body binds is its own. It may take a name of a function's
 * inside for one from outside, never the other way round.
 */
export function pythonNames(text: string): PythonNames {
  const scope = new PythonScope()
  const lines = linesOf(pythonTokens(text))
  readBlock(lines, 0, -1, scope)
  return scope.found()
}

function linesOf(tokens: readonly PythonToken[]): Line[] {
  const lines: Line[] = []
  for (const token of tokens) {
    if (token.kind === "line") lines.push({ tokens: [], indent: token.indent! })
    else lines.at(-1)?.tokens.push(token)
  }
  // Lines of IPython alone are no Python.
  return lines.filter(({ tokens: [first] }) => first !== undefined && !["%", "!", "?"].includes(first.text))
}

/** Reads the lines that are indented deeper than `above`; gives the index of the first that is not. */
function readBlock(lines: readonly Line[], from: number, above: number, scope: PythonScope): number {
  let at = from
  while (at < lines.length && lines[at]!.indent > above) {
    const { tokens, indent } = lines[at]!
    at += 1
    const [first, second] = tokens[0]?.text === "async" ? tokens.slice(1) : tokens
    if ((first?.text === "def" || first?.text === "class") && second !== undefined) {
      const inner = scope.inside(first.text === "def" ? "function" : "class", second)
      const colon = inner.readHead(tokens)
      inner.readStatements(tokens.slice(colon + 1))
      at = readBlock(lines, at, indent, inner)
      inner.leave()
    } else scope.readLine(tokens)
  }
  return at
}
