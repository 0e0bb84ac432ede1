import { readFileSync } from "node:fs"
import { escapeHtml, stillPage } from "../../contracts/stillpage.ts"
import type { Cell, Notebook } from "../../notebook/index.ts"
import { prose, withPictures } from "./markdown.ts"
import { outputMarkup } from "./outputs.ts"

const styles = readFileSync(new URL("page.css", import.meta.url), "utf8")

/** A notebook as one page with everything in it, in which nothing of the notebook runs. The same notebook gives the same page. */
export async function formatHtml({ cells }: Notebook, title: string): Promise<string> {
  const drawn = await Promise.all(cells.map(drawCell))
  const main = drawn.filter(markup => markup !== "").join("\n")
  const body = `<body>\n<main>\n${main}\n</main>\n</body>`
  return stillPage({ attributes: 'lang="en"', title, styles, body })
}

async function drawCell(cell: Cell): Promise<string> {
  if (cell.cell_type === "markdown") return `<section class="prose">${prose(withPictures(cell))}</section>`
  if (cell.source.trim() === "" && cell.cell_type === "raw") return ""
  if (cell.cell_type === "raw") return `<section><pre class="code">${escapeHtml(cell.source)}</pre></section>`
  const outputs = (await Promise.all(cell.outputs.map(outputMarkup))).filter(markup => markup !== "")
  if (cell.source.trim() === "" && outputs.length === 0) return ""
  const [, header, body = ""] = /^(%%[A-Za-z].*)(?:\n([\s\S]*))?$/.exec(cell.source) ?? []
  const head = header === undefined ? "" : `<div class="stage">${escapeHtml(header)}</div>`
  const code = header === undefined ? cell.source : body
  const shown = code.trim() === "" ? "" : `<pre class="code">${escapeHtml(code)}</pre>`
  return `<section>${head}${shown}${outputs.map(markup => `<div class="output">${markup}</div>`).join("")}</section>`
}
