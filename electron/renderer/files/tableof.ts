import type { Table } from "../../../kernel/contracts/mime.ts"
import { parseTable } from "./delimited.ts"

/** Rows that are kept to be sorted and filtered; all are counted. */
const most = 100_000

// Numbers as files have them; with a zero before its digits it is a code, such as that of a town.
const number = /^[+-]?(?:0|[1-9]\d*)?(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const isNumber = (field: string): boolean => number.test(field) && /\d/.test(field)

/**
 * A text with delimiters as a table: its first row names the columns. A column whose fields are all numbers, or empty, holds
 * numbers; an empty field is a missing value.
 */
export function tableOf(text: string, delimiter?: string): Table {
  const { rows, total } = parseTable(text, delimiter, most + 1)
  const [head = [], ...body] = rows
  const width = body.reduce((widest, { length }) => Math.max(widest, length), head.length)
  const names = namesOf(head, width)
  const numeric = names.map((_, column) => {
    const fields = body.map(row => (row[column] ?? "").trim()).filter(field => field !== "")
    return fields.length > 0 && fields.every(isNumber)
  })
  return {
    columns: names.map((name, column) => ({ name, type: numeric[column] ? "number" : "text" })),
    rows: body.map(row =>
      names.map((_, column) => {
        const field = row[column] ?? ""
        if (field.trim() === "") return null
        return numeric[column] ? Number(field) : field
      }),
    ),
    total: Math.max(0, total - 1),
  }
}

/** A name for every column, none twice: sorting and filters go by them. */
function namesOf(head: readonly string[], width: number): string[] {
  const taken = new Set<string>()
  return Array.from({ length: width }, (_, column) => {
    const wanted = head[column]?.trim() || String(column + 1)
    let name = wanted
    for (let again = 2; taken.has(name); again++) name = `${wanted} (${again})`
    taken.add(name)
    return name
  })
}
