import { stripVTControlCharacters } from "node:util"
import type { Notebook, Output } from "../../notebook/index.ts"
import { chartOf } from "./chart.ts"
import { withPictures } from "./markdown.ts"

/** A fence that no line of the text closes. */
const fenceOf = (text: string): string => {
  const longest = Math.max(2, ...[...text.matchAll(/^ {0,3}(`{3,})/gm)].map(([, ticks]) => ticks!.length))
  return "`".repeat(longest + 1)
}

function fenced(text: string, language = ""): string {
  const fence = fenceOf(text)
  return `${fence}${language}\n${text.replace(/\n$/, "")}\n${fence}`
}

const languages: Record<string, string> = { sql: "sql", python: "python" }

/** A notebook as Markdown: prose as it is, code and what it shows in fences, pictures as data in their place. */
export async function formatMarkdown({ cells, metadata }: Notebook): Promise<string> {
  const info = metadata.language_info
  const named = typeof info === "object" && info !== null && "name" in info ? String(info.name) : "typescript"
  const parts = cells.map(async cell => {
    if (cell.cell_type === "markdown") return [withPictures(cell).trim()]
    if (cell.cell_type === "raw") return [fenced(cell.source)]
    const stage = /^%%(\w+)/.exec(cell.source)?.[1] ?? ""
    const code = cell.source.trim() === "" ? [] : [fenced(cell.source, languages[stage] ?? named)]
    return [...code, ...(await Promise.all(cell.outputs.map(outputText)))]
  })
  const texts = (await Promise.all(parts)).flat().filter(text => text !== "")
  return texts.length === 0 ? "" : `${texts.join("\n\n")}\n`
}

async function outputText(output: Output): Promise<string> {
  const plain = (text: string) => (text.trim() === "" ? "" : fenced(stripVTControlCharacters(text).trimEnd(), "text"))
  if (output.output_type === "stream") return plain(output.text)
  if (output.output_type === "error") return plain(`${output.ename}: ${output.evalue}`)
  const svg = (await chartOf(output.data)) ?? output.data["image/svg+xml"]
  if (typeof svg === "string") return `![](data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")})`
  for (const type of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
    const value = output.data[type]
    if (typeof value === "string") return `![](data:${type};base64,${value.replace(/\s/g, "")})`
  }
  const { "text/markdown": markdown, "text/plain": text } = output.data
  return typeof markdown === "string" ? markdown.trim() : typeof text === "string" ? plain(text) : ""
}
