import { mimeTypes } from "../../../kernel/contracts/mimetypes.ts"
import type { Bundle } from "../state/outputs.ts"

/** What is drawn rather than markup, where an output has both. */
const richer = [
  mimeTypes.metrics,
  mimeTypes.progress,
  mimeTypes.report,
  mimeTypes.deployment,
  mimeTypes.table,
  mimeTypes.vegaLite6,
  mimeTypes.vegaLite5,
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
]

/** The foreign markup that an output is shown by, if it is. */
export function markupOf(data: Bundle): string | undefined {
  if (richer.some(type => data[type] !== undefined)) return undefined
  const found = data["text/html"] ?? data["image/svg+xml"]
  return typeof found === "string" ? found : undefined
}

/** A drawing is made for white paper, unless it says how it looks on a dark page. */
export const isForPaper = (type: string, markup: string): boolean =>
  type === "image/svg+xml" && !markup.includes("light-dark(")

const active = /<(?:script|img|image|video|audio|iframe|canvas|object|embed|details|meta|link|base|form)\b|@import/i
const longest = 200_000

/** Is its height known as soon as it is laid out? What loads or runs gets another one later. */
export const isStill = (markup: string): boolean => markup.length < longest && !active.test(markup)
