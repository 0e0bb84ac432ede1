/** A formula in a text: its TeX, and whether it stands on lines of its own. */
export interface Formula {
  readonly tex: string
  readonly display: boolean
}

const longest = 10_000

/** A reader of inline Markdown, as far as formulas need it. */
interface Inline {
  src: string
  pos: number
  posMax: number
  push(type: string, tag: string, nesting: 0): { content: string; markup: string }
}

/** The rule of markdown-it that finds formulas: their TeX is a token's content, its markup says whether they stand on lines of their own (`$$`). */
export const formulaRule =
  (tag: string) =>
  (state: Inline, silent: boolean): boolean => {
    const found = formulaAt(state.src, state.pos)
    if (found === undefined || found.end > state.posMax) return false
    if (!silent) {
      const token = state.push("formula", tag, 0)
      token.content = found.formula.tex
      token.markup = found.formula.display ? "$$" : "$"
    }
    state.pos = found.end
    return true
  }

/**
 * The formula that begins at a place of a text, and where it ends: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`. A single dollar is one only
 * where no blank stands inside of it and no digit after it, as in Pandoc: "$5 and $6" are prices.
 */
export function formulaAt(text: string, at: number): { formula: Formula; end: number } | undefined {
  for (const { open, close, display, strict } of fences) {
    if (!text.startsWith(open, at)) continue
    const begin = at + open.length
    const stop = closing(text, begin, close)
    if (stop < 0 || stop - begin > longest) return undefined
    const tex = text.slice(begin, stop)
    if (tex.trim() === "") return undefined
    if (strict && (/^\s|\s$|\n\s*\n/.test(tex) || /\d/.test(text[stop + 1] ?? ""))) return undefined
    return { formula: { tex: tex.trim(), display }, end: stop + close.length }
  }
  return undefined
}

const fences = [
  { open: "$$", close: "$$", display: true, strict: false },
  { open: "$", close: "$", display: false, strict: true },
  { open: "\\[", close: "\\]", display: true, strict: false },
  { open: "\\(", close: "\\)", display: false, strict: false },
] as const

/** Where the closing fence stands that no backslash guards. */
function closing(text: string, from: number, fence: string): number {
  for (let at = text.indexOf(fence, from); at >= 0; at = text.indexOf(fence, at + 1)) {
    let guards = 0
    while (text[at - 1 - guards] === "\\") guards++
    if (fence.startsWith("\\") || guards % 2 === 0) return at
  }
  return -1
}

/** The formula of a `text/latex` output, without the fences or with its environment. */
export function latexOf(text: string): Formula {
  const whole = text.trim()
  const found = formulaAt(whole, 0)
  return found !== undefined && found.end === whole.length ? found.formula : { tex: whole, display: true }
}
