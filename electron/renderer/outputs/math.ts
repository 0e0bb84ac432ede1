import type { Formula } from "../../../kernel/contracts/formula.ts"

const load = () => Promise.all([import("katex"), import("katex/dist/katex.min.css")])
let loading: ReturnType<typeof load> | undefined

/**
 * Draws a formula into an element. Nothing in it can link, load or run: KaTeX trusts none of its commands, and what would grow
 * without end is cut. "mathml" needs neither fonts nor styles.
 */
export async function drawFormula(
  { tex, display }: Formula,
  element: HTMLElement,
  output: "htmlAndMathml" | "mathml" = "htmlAndMathml",
): Promise<void> {
  loading ??= load()
  const [{ default: katex }] = await loading
  katex.render(tex, element, {
    displayMode: display,
    output,
    throwOnError: false,
    trust: false,
    strict: "ignore",
    maxExpand: 500,
    maxSize: 40,
    errorColor: "currentColor",
  })
}
