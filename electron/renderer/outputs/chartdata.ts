import type { Table } from "../../../kernel/contracts/mime.ts"

type Spec = Readonly<Record<string, unknown>>

const isSpec = (value: unknown): value is Spec => typeof value === "object" && value !== null && !Array.isArray(value)

const most = 10_000
const sampled = 200
const deepest = 6
const parts = ["layer", "hconcat", "vconcat", "concat"] as const

/** A specification and those it is made of, outermost first. */
function partsOf(spec: Spec, depth = 0): Spec[] {
  if (depth > deepest) return []
  const inner = [...parts.flatMap(name => (Array.isArray(spec[name]) ? (spec[name] as unknown[]) : [])), spec.spec]
  return [spec, ...inner.filter(isSpec).flatMap(part => partsOf(part, depth + 1))]
}

/** The rows that a Vega-Lite chart brought along, as a table; undefined where it has none of its own. */
export function chartTable(spec: Spec): Table | undefined {
  for (const { data } of partsOf(spec)) {
    const values = isSpec(data) ? data.values : undefined
    if (!Array.isArray(values) || values.length === 0) continue
    const rows = values.slice(0, most).map((row: unknown) => (isSpec(row) ? row : { value: row }))
    const names = [...new Set(rows.slice(0, sampled).flatMap(row => Object.keys(row)))]
    const cell = (row: Spec, name: string) => Object.getOwnPropertyDescriptor(row, name)?.value as unknown
    return {
      columns: names.map(name => ({ name, type: typeof (cell(rows[0]!, name) ?? "") })),
      rows: rows.map(row => names.map(name => cell(row, name) ?? null)),
      total: values.length,
    }
  }
  return undefined
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined)

/** What a chart shows, in words: its own description or title, its marks, and what each axis stands for. */
export function chartSummary(spec: Spec): string {
  const all = partsOf(spec)
  const title = isSpec(spec.title) ? textOf(spec.title.text) : textOf(spec.title)
  const marks = all.flatMap(({ mark }) => textOf(isSpec(mark) ? mark.type : mark) ?? [])
  const fields = new Map<string, string>()
  for (const { encoding } of all) {
    if (!isSpec(encoding)) continue
    for (const channel of ["x", "y", "color"]) {
      const found = encoding[channel]
      const field = isSpec(found) ? (textOf(found.title) ?? textOf(found.field)) : undefined
      if (field !== undefined && !fields.has(channel)) fields.set(channel, field)
    }
  }
  const drawn = [...new Set(marks)].join(", ")
  const named = [...fields].map(([channel, field]) => `${channel}: ${field}`).join(", ")
  return [textOf(spec.description) ?? title, drawn, named].filter(Boolean).join("; ")
}

/** A specification without what would set how it is embedded: that is the page's alone. */
export function withoutUserMeta({ usermeta: _, ...spec }: Spec): Record<string, unknown> {
  return spec
}
