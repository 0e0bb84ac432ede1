import { stripVTControlCharacters } from "node:util"
import { latexOf } from "../../contracts/formula.ts"
import { escapeHtml, frameDocument } from "../../contracts/stillpage.ts"
import type { Output } from "../../notebook/index.ts"
import { chartOf } from "./chart.ts"
import { formula, prose } from "./markdown.ts"

const text = (value: string, kind = ""): string =>
  `<pre${kind === "" ? "" : ` class="${kind}"`}>${escapeHtml(stripVTControlCharacters(value).trimEnd())}</pre>`

const picture = (type: string) => (value: string) =>
  /^[A-Za-z0-9+/=\s]*$/.test(value) ? `<img alt="" src="data:${type};base64,${value.replace(/\s/g, "")}">` : ""

const drawing = (svg: string): string =>
  `<img alt="" src="data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}">`

/** Pixels that a frame is given: what is in it can tell nobody its height, since nothing in it runs. */
const heightOf = (markup: string): number =>
  Math.min(640, Math.max(80, 40 + 27 * (markup.match(/<(?:tr|p|li|div|br)\b/gi)?.length ?? 0)))

const frame = (markup: string): string =>
  `<iframe sandbox="" title="output" style="height:${heightOf(markup)}px" srcdoc="${escapeHtml(frameDocument(markup))}"></iframe>`

/** What of a bundle is shown, the richest first. */
const drawers: [mime: string, draw: (value: string) => string][] = [
  ...["image/png", "image/jpeg", "image/gif", "image/webp"].map((type): [string, (value: string) => string] => [
    type,
    picture(type),
  ]),
  ["image/svg+xml", drawing],
  ["text/html", frame],
  ["text/markdown", prose],
  ["text/latex", value => (({ tex, display }) => formula(tex, display))(latexOf(value))],
  ["text/plain", value => text(value)],
]

/** An output as markup in which nothing runs and nothing is loaded. */
export async function outputMarkup(output: Output): Promise<string> {
  if (output.output_type === "stream") return text(output.text, output.name === "stderr" ? "stderr" : "stream")
  if (output.output_type === "error") {
    const trace = output.traceback.length > 0 ? output.traceback.join("\n") : `${output.ename}: ${output.evalue}`
    return text(trace, "error")
  }
  const chart = await chartOf(output.data)
  if (chart !== undefined) return drawing(chart)
  for (const [mime, draw] of drawers) {
    const value = output.data[mime]
    const drawn = typeof value === "string" ? draw(value) : ""
    if (drawn !== "") return drawn
  }
  return ""
}
