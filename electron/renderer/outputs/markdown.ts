import type DOMPurifyType from "dompurify"
import type MarkdownIt from "markdown-it"
import { type Formula, formulaRule } from "../../../kernel/contracts/formula.ts"
import { drawFormula } from "./math.ts"

type Markdown = InstanceType<typeof MarkdownIt>

let loading: Promise<[Markdown, typeof DOMPurifyType]> | undefined

const load = () =>
  Promise.all([import("markdown-it"), import("dompurify")]).then(
    ([{ default: Renderer }, { default: purify }]): [Markdown, typeof DOMPurifyType] => [
      withTasks(withFormulas(new Renderer({ html: true, linkify: false }))),
      purify,
    ],
  )

/** What Markdown may become in the page: text, tables and pictures that are in the notebook itself. No controls, no styles, no ids, nothing from the network. */
const policy = {
  ALLOWED_TAGS: [
    ..."a abbr b blockquote br caption center code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark".split(
      " ",
    ),
    ..."ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var".split(" "),
  ],
  ALLOWED_ATTR: ["href", "src", "alt", "title", "align", "colspan", "rowspan", "start", "open", "width", "height"],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|#|data:image\/(?:png|jpeg|gif|webp);base64,|attachment:)/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
}

/** What a rendering has beside its text: its formulas, and a mark that no notebook knows. */
interface Found {
  readonly formulas: Formula[]
  /** Of the items of a list that are tasks: whether each is done. */
  readonly tasks: boolean[]
  readonly mark: string
}

/** What is being rendered: rendering is synchronous, so there is one at a time. */
let rendering: Found = { formulas: [], tasks: [], mark: "" }

/** Formulas become empty elements with a mark and a number; they are drawn after everything else was sanitised. */
function withFormulas(markdown: Markdown): Markdown {
  markdown.inline.ruler.before("escape", "formula", formulaRule("var"))
  markdown.renderer.rules.formula = (tokens, index) => {
    const { content, markup } = tokens[index]!
    const at = rendering.formulas.push({ tex: content, display: markup === "$$" }) - 1
    return `<var title="${rendering.mark}${at}"></var>`
  }
  return markdown
}

/** `- [ ] this` and `- [x] that`, as GitHub has them: an empty element with a mark, which becomes a box when all was sanitised. */
function withTasks(markdown: Markdown): Markdown {
  markdown.core.ruler.after("inline", "tasks", state => {
    state.tokens.forEach(({ children, content }, index) => {
      const first = children?.[0]
      const found = /^\[([ xX])\]\s/.exec(content)
      const inItem = state.tokens[index - 2]?.type === "list_item_open"
      if (first?.type !== "text" || found === null || !inItem) return
      first.content = first.content.slice(3)
      const box = new state.Token("task", "var", 0)
      box.content = found[1]!
      children!.unshift(box)
    })
  })
  markdown.renderer.rules.task = (tokens, index) => {
    const at = rendering.tasks.push(tokens[index]!.content !== " ") - 1
    return `<var title="${rendering.mark}t${at}"></var>`
  }
  return markdown
}

/** Boxes that show how a task stands, and cannot be pressed: the text is the truth. */
function drawTasks(root: ParentNode, { tasks, mark }: Found): void {
  for (const [at, done] of tasks.entries()) {
    const place = root.querySelector(`var[title="${mark}t${at}"]`)
    if (place === null) continue
    const box = document.createElement("input")
    box.type = "checkbox"
    box.disabled = true
    box.toggleAttribute("checked", done)
    box.setAttribute("aria-label", place.parentElement?.textContent?.trim().slice(0, 80) ?? "")
    place.replaceWith(box)
  }
}

async function drawFormulas(root: ParentNode, { formulas, mark }: Found, output: "htmlAndMathml" | "mathml") {
  for (const [at, formula] of formulas.entries()) {
    const place = root.querySelector(`var[title="${mark}${at}"]`)
    if (place === null) continue
    const drawn = document.createElement("span")
    await drawFormula(formula, drawn, output).catch(() => drawn.append(formula.tex))
    place.replaceWith(drawn)
  }
}

/** Markdown as markup that is safe in the page. `attachments` are pictures of the cell, as data URLs by name. */
export async function drawMarkdown(
  source: string,
  attachments: Readonly<Record<string, string>> = {},
  formulas: "htmlAndMathml" | "mathml" = "mathml",
): Promise<string> {
  loading ??= load()
  const [markdown, purify] = await loading
  rendering = { formulas: [], tasks: [], mark: `formula ${crypto.randomUUID()} ` }
  const markup = markdown.render(
    source.replace(/attachment:([^)\s"]+)/g, (whole, name: string) => attachments[name] ?? whole),
  )
  const found = rendering
  const clean = purify.sanitize(markup, { ...policy, RETURN_DOM_FRAGMENT: true })
  for (const link of clean.querySelectorAll("a[href]")) {
    link.setAttribute("rel", "noopener noreferrer")
    if (!link.getAttribute("href")!.startsWith("#")) link.setAttribute("target", "_blank")
  }
  // A picture from elsewhere would tell its server who reads the notebook.
  for (const image of clean.querySelectorAll("img")) {
    if (image.getAttribute("src")?.startsWith("data:")) continue
    const link = document.createElement("a")
    link.textContent = image.getAttribute("alt") || image.getAttribute("src") || ""
    const address = image.getAttribute("src") ?? ""
    if (/^https?:/.test(address)) {
      link.href = address
      link.target = "_blank"
      link.rel = "noopener noreferrer"
    }
    image.replaceWith(link)
  }
  drawTasks(clean, found)
  await drawFormulas(clean, found, formulas)
  const holder = document.createElement("div")
  holder.append(clean)
  return holder.innerHTML
}
