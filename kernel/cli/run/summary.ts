import { stripVTControlCharacters } from "node:util"
import { deploymentSchema, mimeTypes, progressSchema, reportSchema } from "../../contracts/mime.ts"

const figure = (value: number | null): string => (value === null ? "–" : Number(value.toPrecision(4)).toString())

const fromReport = (data: unknown): string | undefined => {
  const { data: report } = reportSchema.safeParse(data)
  if (report === undefined) return undefined
  const gates = report.gates.map(
    ({ figure: name, bound, wanted, got }) => `${name} ${figure(got)} ${bound === "atLeast" ? "≥" : "≤"} ${wanted}`,
  )
  const figures = Object.entries(report.figures)
    .slice(0, 3)
    .map(([name, value]) => `${name} ${figure(value)}`)
  return (gates.length > 0 ? gates : figures).join(" · ")
}

/** One line from a rich output, by its MIME type; the first that is there. */
const readers: Record<string, (data: unknown) => string | undefined> = {
  [mimeTypes.deployment]: data => deploymentSchema.safeParse(data).data?.address,
  [mimeTypes.report]: fromReport,
  [mimeTypes.progress]: data => progressSchema.safeParse(data).data?.detail,
}

const plainLimit = 60

/** What an output says in one short line, if it does. */
export function summaryOf(data: Record<string, unknown>): string | undefined {
  for (const [mime, read] of Object.entries(readers)) {
    const line = mime in data ? read(data[mime]) : undefined
    if (line !== undefined && line !== "") return line
  }
  const plain = data["text/plain"]
  if (typeof plain !== "string") return undefined
  const text = stripVTControlCharacters(plain).trim()
  return text.includes("\n") || text.length > plainLimit || text === "" ? undefined : text
}

/** A duration as people say it: `0.4 s`, `12.3 s`, `3 min 5 s`. `digits` is for those below a minute. */
export function duration(seconds: number, digits = 1): string {
  if (seconds < 60) return `${seconds.toFixed(digits)} s`
  const whole = Math.round(seconds)
  return whole < 3600
    ? `${Math.floor(whole / 60)} min ${whole % 60} s`
    : `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
