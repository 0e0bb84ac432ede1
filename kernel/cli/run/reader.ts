import { stripVTControlCharacters } from "node:util"
import { z } from "zod"
import { mimeTypes } from "../../contracts/mimetypes.ts"
import type { RunEvent } from "../../contracts/run.ts"
import { outputSchema } from "../../notebook/model.ts"
import { appendText, type StreamText, shownText } from "../../notebook/terminal-text.ts"
import { summaryOf } from "./summary.ts"

/** How much of a step's text is shown below it. */
export const shownLines = 20
const keptCharacters = 20_000

/** What a reader of the events knows of the step that runs. */
export interface StepView {
  started: number
  /** The step's progress, as its last event told it. */
  detail: string
  fraction: number | null
  /** One line about its result. */
  summary: string | undefined
  text: StreamText
  /** Lines that were left out of `text`. */
  omitted: number
}

export const newStep = (at: number): StepView => ({
  started: at,
  detail: "",
  fraction: null,
  summary: undefined,
  text: { head: "", tail: "" },
  omitted: 0,
})

const count = (text: string): number => text.split("\n").length - 1

/** The view after one more event of the step. Keeps the beginning of the text, bounded. */
export function withEvent(view: StepView, event: RunEvent): StepView {
  if (event.event === "step-progress")
    return { ...view, detail: event.detail, fraction: event.fraction, summary: event.detail || view.summary }
  if (event.event !== "step-output") return view
  const { data: output } = outputSchema.safeParse(event.output)
  if (output === undefined || output.output_type === "error") return view
  if (output.output_type === "stream") return withText(view, output.text)
  const summary = summaryOf(output.data)
  if (summary !== undefined) return { ...view, summary }
  // Curves and progress have a line of their own in the step; their text would repeat it.
  if (mimeTypes.metrics in output.data || mimeTypes.progress in output.data) return view
  const plain = z.string().safeParse(output.data["text/plain"])
  return plain.success ? withText(view, `${plain.data}\n`) : view
}

function withText(view: StepView, text: string): StepView {
  if (view.omitted > 0 || view.text.head.length > keptCharacters)
    return { ...view, omitted: view.omitted + count(text) }
  return { ...view, text: appendText(view.text, text) }
}

/** The lines to show below a step, and how many more there were. */
export function linesOf({ text, omitted }: StepView, most = shownLines): { lines: string[]; more: number } {
  const all = stripVTControlCharacters(shownText(text)).replace(/\n$/, "").split("\n")
  const lines = all.length === 1 && all[0] === "" ? [] : all
  return { lines: lines.slice(0, most), more: Math.max(0, lines.length - most) + omitted }
}
