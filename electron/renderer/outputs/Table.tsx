import { useMemo } from "react"
import { type Table as TableData, tableSchema } from "../../../kernel/contracts/mime.ts"
import { useWords } from "../frame/context.ts"
import { Grid } from "../grid/Grid.tsx"
import { tableSource } from "../grid/source.ts"

const height = 420

/** The rows that an output brought along: sorted and filtered here. */
export function Table({ data }: { data: TableData }) {
  const words = useWords()
  const source = useMemo(() => tableSource(data), [data])
  return <Grid source={source} label={words.rowsOf(data.rows.length, data.total)} height={height} />
}

export const parseTable = (value: unknown) => tableSchema.safeParse(value)
