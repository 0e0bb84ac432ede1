import { createHash } from "node:crypto"
import { stripVTControlCharacters } from "node:util"
import type { Output } from "../model.ts"

/** How much of outputs a reader wants: nothing, a line each, or all of their text. */
export const outputDetails = ["none", "summary", "full"] as const
export type OutputDetail = (typeof outputDetails)[number]

/** Characters of a line in a summary. */
const widest = 100

/** What an output shows, as lines; the same for the same output. */
export function outputLines(output: Output, detail: Exclude<OutputDetail, "none">): string[] {
  if (output.output_type === "stream") return textLines(output.name, output.text, detail)
  if (output.output_type === "error") return textLines("error", `${output.ename}: ${output.evalue}`, detail)
  const { "text/plain": plain, ...others } = output.data
  const rest = Object.keys(others)
    .sort()
    .map(mime => `${mime} ${weigh(others[mime])}`)
  return [...(typeof plain === "string" ? textLines("", plain, detail) : []), ...rest]
}

function textLines(name: string, text: string, detail: "summary" | "full"): string[] {
  const lines = stripVTControlCharacters(text).trimEnd().split(/\r?\n/)
  const lead = name === "" ? "" : `${name}: `
  if (detail === "full") return lines.map((line, i) => (i === 0 ? `${lead}${line}` : line))
  const [first = ""] = lines
  const short = first.length > widest ? `${first.slice(0, widest)}…` : first
  if (lines.length === 1 && short === first) return [`${lead}${first}`]
  const more = lines.length === 1 ? "" : ` (${lines.length} lines)`
  return [`${lead}${short}${more} #${hashOf(text)}`]
}

/** Size and hash, so that another picture is seen to be another. */
function weigh(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value)
  const bytes = Buffer.byteLength(text)
  return `${bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(1)} kB`} #${hashOf(text)}`
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 8)
