/** What a column of a table may be declared as, and what DuckDB calls it. */
export const declaredTypes = {
  number: "DOUBLE",
  integer: "BIGINT",
  text: "VARCHAR",
  boolean: "BOOLEAN",
  date: "DATE",
  time: "TIME",
  timestamp: "TIMESTAMP",
} as const

export type DeclaredType = keyof typeof declaredTypes

/** What a model makes of a column: see ColumnPayload. "other" cannot be learnt from as it is. */
export type ColumnKind = "number" | "class" | "text" | "date" | "vector" | "other"

export interface TableColumn {
  name: string
  kind: ColumnKind
  /** DuckDB's own name of the type. */
  type: string
}

const kinds: readonly (readonly [RegExp, ColumnKind])[] = [
  [/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|BIGNUM)$/, "number"],
  [/^BOOLEAN$/, "class"],
  [/^(VARCHAR|UUID|TIME\b.*|INTERVAL|JSON|"JSON")$/, "text"],
  [/^ENUM\(/, "text"],
  [/^(DATE|TIMESTAMP.*)$/, "date"],
  [/^(U?(TINY|SMALL|BIG)INT|U?INTEGER|FLOAT|DOUBLE)\[\d+\]$/, "vector"],
]

/** The kind of a column by DuckDB's name of its type. */
export const kindOfType = (type: string): ColumnKind => kinds.find(([pattern]) => pattern.test(type))?.[1] ?? "other"

/** Values a row of a column of vectors has. */
export const vectorLength = (type: string): number => Number(/\[(\d+)\]$/.exec(type)?.[1] ?? 1)
