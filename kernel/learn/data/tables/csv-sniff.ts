import { rowsOf } from "./engine.ts"
import { call } from "./quote.ts"

type Options = Parameters<typeof call>[2]

interface Sniffed {
  HasHeader: boolean
  SkipRows: number | bigint
  Columns: readonly { name: string; type: string }[]
  DateFormat: string | null
  TimestampFormat: string | null
}

/**
 * What DuckDB tells of a file by its first rows, as options with which it need not look again: it would, at every query.
 * Undefined where it cannot tell, or tells what cannot be said as options.
 */
export async function sniffed(path: string, { types, ...options }: Options): Promise<Options | undefined> {
  const [found] = await rowsOf(`SELECT * FROM ${call("sniff_csv", [path], options)}`).catch(() => [])
  if (found === undefined) return undefined
  const { HasHeader, SkipRows, Columns, DateFormat, TimestampFormat } = found as unknown as Sniffed
  const names = Columns.map(({ name }) => name)
  if (Number(SkipRows) !== Number(options.skip ?? 0) || new Set(names).size < names.length) return undefined
  const declared = (types ?? {}) as Readonly<Record<string, string>>
  if (Object.keys(declared).some(name => !names.includes(name))) return undefined
  return {
    ...options,
    header: HasHeader,
    auto_detect: false,
    columns: Object.fromEntries(Columns.map(({ name, type }) => [name, declared[name] ?? type])),
    dateformat: options.dateformat ?? (DateFormat || undefined),
    timestampformat: TimestampFormat || undefined,
  }
}
