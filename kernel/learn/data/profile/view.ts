import type { MimeBundle } from "../../../contracts/mime.ts"
import { mimeTypes } from "../../../contracts/mimetypes.ts"
import { figure, textTable } from "../../show/text-table.ts"
import type { ColumnProfile, Profile } from "./profile.ts"

const header = [
  "column",
  "kind",
  "count",
  "missing",
  "distinct",
  "min",
  "25 %",
  "median",
  "75 %",
  "max",
  "mean",
  "std",
  "distribution",
]
const textual = new Set(["column", "kind", "distribution"])
const blocks = "▁▂▃▄▅▆▇█"

/** Counts as a row of blocks, each as high as its share of the largest; nothing is a space. */
export function sparkline(counts: readonly number[]): string {
  const most = Math.max(...counts, 1)
  return counts.map(count => (count === 0 ? " " : blocks[Math.ceil((count / most) * blocks.length) - 1]!)).join("")
}

/** The figures as rows of a table: numbers with a histogram, texts with their most frequent values. */
export function profileRows(columns: readonly ColumnProfile[]): (string | number | null)[][] {
  return columns.map(({ name, kind, count, missing, distinct, exact, figures, top }) => {
    const shown = (value: number | undefined): string | number | null =>
      value === undefined || Number.isNaN(value) ? null : kind === "date" ? isoOf(value) : value
    const [, low, middle, high] = figures?.quantiles ?? []
    const spread = kind === "date" ? null : shown(figures?.std)
    return [
      name,
      kind,
      count,
      missing,
      exact ? distinct : `≈ ${distinct}`,
      ...[figures?.min, low, middle, high, figures?.max, figures?.mean].map(shown),
      spread,
      figures ? sparkline(figures.histogram.counts) : topText(top ?? [], count),
    ]
  })
}

const isoOf = (milliseconds: number): string =>
  new Date(milliseconds)
    .toISOString()
    .replace(/T00:00:00\.000Z$/, "")
    .replace(/\.\d+Z$/, "Z")

function topText(top: readonly { value: string; count: number }[], count: number): string {
  const shown = top
    .slice(0, 3)
    .map(each => `${short(each.value)} ${Math.round((each.count / Math.max(count, 1)) * 100)} %`)
  return shown.join(", ")
}

const short = (text: string): string => (text.length > 24 ? `${text.slice(0, 23)}…` : text)

/** The strongest correlations in words, for whoever reads text alone. */
function strongest({ names, matrix }: Profile["correlations"]): string[] {
  const pairs = names.flatMap((a, i) => names.slice(i + 1).map((b, j) => ({ a, b, r: matrix[i]![i + 1 + j]! })))
  return pairs
    .filter(({ r }) => Math.abs(r) >= 0.5)
    .sort((x, y) => Math.abs(y.r) - Math.abs(x.r))
    .slice(0, 5)
    .map(({ a, b, r }) => `${a} ~ ${b} ${figure(r)}`)
}

export function profileBundle(title: string, profile: Profile): MimeBundle & { "text/plain": string } {
  const rows = profileRows(profile.columns)
  const strong = strongest(profile.correlations)
  const text = rows.map(row => row.map(value => value ?? ""))
  return {
    [mimeTypes.table]: {
      columns: header.map(name => ({ name, type: textual.has(name) ? "string" : "number" })),
      rows,
      total: rows.length,
    },
    "text/plain": [
      title,
      textTable(header, text),
      ...(strong.length > 0 ? [`correlated: ${strong.join(", ")}`] : []),
    ].join("\n"),
  }
}
