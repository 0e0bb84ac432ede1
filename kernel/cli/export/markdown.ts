import katex from "katex"
import MarkdownIt from "markdown-it"
import { formulaRule } from "../../contracts/formula.ts"
import { escapeHtml } from "../../contracts/stillpage.ts"
import type { Cell } from "../../notebook/index.ts"

type Markdown = InstanceType<typeof MarkdownIt>

/** Markdown as markup in which nothing runs: markup within it is shown as the text that it is, formulas become MathML. */
const markdown = withFormulas(new MarkdownIt({ html: false }))

function withFormulas(base: Markdown): Markdown {
  base.inline.ruler.before("escape", "formula", formulaRule("math"))
  base.renderer.rules.formula = (tokens, index) => {
    const { content, markup } = tokens[index]!
    return formula(content, markup === "$$")
  }
  return base
}

export function formula(tex: string, displayMode: boolean): string {
  try {
    return katex.renderToString(tex, {
      output: "mathml",
      displayMode,
      throwOnError: false,
      trust: false,
      maxExpand: 1000,
    })
  } catch {
    return `<code>${escapeHtml(tex)}</code>`
  }
}

export const prose = (source: string): string => markdown.render(source)

/** A cell's text with its attached pictures in it. */
export function withPictures(cell: Exclude<Cell, { cell_type: "code" }>): string {
  return cell.source.replace(/attachment:([^)\s"'>]+)/g, (whole, name: string) => {
    const bundle = cell.attachments?.[name] ?? cell.attachments?.[decoded(name)]
    const found = Object.entries(bundle ?? {}).find(([type]) => /^image\/(?:png|jpeg|gif|webp)$/.test(type))
    return found === undefined ? whole : `data:${found[0]};base64,${String(found[1]).replace(/\s/g, "")}`
  })
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
