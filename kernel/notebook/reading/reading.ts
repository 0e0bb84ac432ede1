import { z } from "zod"
import type { Cell, Notebook } from "../model.ts"
import { notes } from "../notes.ts"
import { type OutputDetail, outputLines } from "./outputs.ts"

const about = z.object({
  kernelspec: z.object({ name: z.string() }).optional().catch(undefined),
  language_info: z.object({ name: z.string() }).optional().catch(undefined),
})

const slashes = /^(?:typescript|javascript|rust|java|scala|go|c\+\+|kotlin|swift|c#)$/i

/**
 * A notebook as text to be read, and compared line by line: cells under `// %%` lines, their source as it stands, what they show behind
 * `→`. It says what a person changed and leaves out counts and ids; it cannot be turned back into a notebook.
 */
export function formatReading({ cells, metadata }: Notebook, detail: OutputDetail = "summary"): string {
  const { kernelspec, language_info: language } = about.parse(metadata)
  const name = language?.name ?? (kernelspec?.name === "kaon" ? "typescript" : "")
  const comment = slashes.test(name) ? "//" : "#"
  const { kernelspec: _, language_info: __, ...others } = metadata
  const head = [
    ...(kernelspec === undefined ? [] : [`${comment} kernel: ${kernelspec.name}`]),
    ...Object.entries(others).map(([key, value]) => `${comment} ${key}: ${JSON.stringify(value)}`),
  ]
  const parts = [...(head.length === 0 ? [] : [head]), ...cells.map(cell => linesOf(cell, comment, detail))]
  return parts.map(lines => `${lines.join("\n")}\n`).join("\n")
}

function linesOf(cell: Cell, comment: string, detail: OutputDetail): string[] {
  const { title, ...rest } = cell.metadata
  const metadata = Object.fromEntries(Object.entries(rest).filter(([key]) => !notes.has(key)))
  const marker = [
    `${comment} %%`,
    cell.cell_type === "code" ? undefined : `[${cell.cell_type}]`,
    typeof title === "string" ? title : undefined,
    Object.keys(metadata).length === 0 ? undefined : JSON.stringify(metadata),
  ]
  const source = cell.source === "" ? [] : cell.source.replace(/\n$/, "").split("\n")
  const shown = [marker.filter(part => part !== undefined).join(" "), ...source]
  if (cell.cell_type !== "code") {
    const pictures = Object.keys(cell.attachments ?? {})
    return pictures.length === 0 ? shown : [...shown, `${comment} → attached: ${pictures.join(", ")}`]
  }
  if (detail === "none") return shown
  return [...shown, ...cell.outputs.flatMap(output => outputLines(output, detail)).map(line => `${comment} → ${line}`)]
}
