import type { Declared } from "./declarations.ts"
import type { CellText } from "./module.ts"
import type { CellDraft } from "./types.ts"

const header = /^(\s*(?:\/\/[ \t]*)?%%sql)\b([ \t]+)?([\p{ID_Start}$_][\p{ID_Continue}$]*)?[^\n\r\u2028\u2029]*/u

const python = /^\s*(?:\/\/[ \t]*)?%%python\b/

/** A cell in Python: what it gives is known at its run alone. */
function readPython(source: string, defines: readonly string[]): CellText {
  const declared = defines.map((name): [string, Declared] => [name, { name, offset: -1, exported: false }])
  return {
    source: blank(source),
    jsx: false,
    declared: new Map(declared),
    words: new Set(),
    ...(defines.length === 0 ? {} : { tail: `\n;declare let ${defines.map(name => `${name}: any`).join(", ")}` }),
  }
}

const blank = (source: string): string => source.replace(/[^\n\r\u2028\u2029]/g, " ")

/** The type of what a `%%sql` cell gives, among the globals of cells. */
const tableType = "__KaonTable"

/**
 * A cell in SQL as TypeScript sees it: nothing but the table that it gives, declared where its name stands in the header, so that a
 * definition leads there and a rename changes it there. Undefined for a cell in TypeScript.
 */
export function readForeign({ source, defines = [] }: CellDraft): CellText | undefined {
  if (python.test(source)) return readPython(source, defines)
  const found = header.exec(source)
  if (found === null) return undefined
  const [, word = "", gap = "", name] = found
  const empty = blank(source)
  if (name === undefined) return { source: empty, jsx: false, declared: new Map(), words: new Set() }
  const at = word.length + gap.length
  return {
    source: `${empty.slice(0, at - 4)}var ${name}${empty.slice(at + name.length)}`,
    jsx: false,
    declared: new Map([[name, { name, offset: at, exported: false }]]),
    words: new Set([tableType]),
    tail: `: ${tableType}`,
  }
}
