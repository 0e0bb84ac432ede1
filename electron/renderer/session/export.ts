import { ansiPieces } from "../code/ansi.ts"
import { lexSource } from "../code/lexer.ts"
import { drawMarkdown } from "../outputs/markdown.ts"
import type { Cell } from "../state/model.ts"
import type { Output } from "../state/outputs.ts"
import { shown } from "../state/terminal.ts"
import type { NotebookSession } from "./notebook.ts"

const safe = (text: string): string => text.replace(/[&<>"]/g, char => `&#${char.charCodeAt(0)};`)

const plain = (text: string): string =>
  ansiPieces(text)
    .map(piece => piece.text)
    .join("")

const code = (source: string, language: string): string =>
  lexSource(source, language)
    .map(line => line.map(({ text, kind }) => `<span class="t-${kind}">${safe(text)}</span>`).join(""))
    .join("\n")

function output(shownOutput: Output): string {
  if (shownOutput.kind === "stream") return `<pre>${safe(plain(shown(shownOutput.text)))}</pre>`
  if (shownOutput.kind === "error") return `<pre class="bad">${safe(plain(shownOutput.traceback.join("\n")))}</pre>`
  const { data } = shownOutput
  for (const type of ["image/png", "image/jpeg"]) {
    if (typeof data[type] === "string") return `<img alt="" src="data:${type};base64,${data[type].replace(/\s/g, "")}">`
  }
  return `<pre>${safe(String(data["text/plain"] ?? ""))}</pre>`
}

async function cell(found: Cell, language: string): Promise<string> {
  if (found.type === "markdown") return `<section>${await drawMarkdown(found.source)}</section>`
  const results = found.outputs.list.map(output).join("")
  return `<section class="code"><pre>${code(found.source, language)}</pre>${results}</section>`
}

const style = `body{font:15px/1.6 system-ui;max-width:780px;margin:40px auto;padding:0 20px;color:#1d1f24}pre{font:13px/1.6 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:0;padding:10px 14px}.code{border:1px solid #e4e4df;border-radius:10px;margin:12px 0;overflow:hidden}.code>pre+pre{border-top:1px solid #e4e4df}img{max-width:100%;padding:10px}.bad{color:#bf3127}.t-keyword{color:#7a4fd0}.t-string{color:#1f7045}.t-number{color:#a8480b}.t-comment{color:#6a6e79}.t-header{color:#4b5bd4;font-weight:600}`

/** A page of its own without scripts: text, code, texts and bitmaps of the outputs. */
export async function pageOf(session: NotebookSession): Promise<string> {
  const { order, cells, path } = session.store.get()
  const parts: string[] = []
  for (const id of order) parts.push(await cell(cells.get(id)!, session.language))
  return `<!doctype html><html><head><meta charset="utf-8"><title>${safe(path)}</title><style>${style}</style></head><body>${parts.join("\n")}</body></html>`
}

export async function exportHtml(session: NotebookSession): Promise<void> {
  offer(await pageOf(session), session.store.get().path.replace(/\.ipynb$/, ".html"), "text/html")
}

/** The percent format: `// %%` before each cell, text as comments. */
export function scriptOf(session: NotebookSession): string {
  const { order, cells } = session.store.get()
  return order
    .map(id => {
      const { type, source } = cells.get(id)!
      const comment = (text: string) =>
        text
          .split("\n")
          .map(line => `// ${line}`.trimEnd())
          .join("\n")
      return type === "code"
        ? `// %%\n${source.replace(/^(%%.*)$/m, "// $1")}\n`
        : `// %% [${type}]\n${comment(source)}\n`
    })
    .join("\n")
}

export function exportScript(session: NotebookSession): void {
  offer(scriptOf(session), session.store.get().path.replace(/\.ipynb$/, ".ts"), "text/typescript")
}

function offer(text: string, name: string, type: string): void {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name.slice(name.lastIndexOf("/") + 1)
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
