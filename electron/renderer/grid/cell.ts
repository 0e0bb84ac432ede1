import type { Scalar } from "../../../kernel/contracts/rows/order.ts"

const digits = new Intl.NumberFormat("en", { maximumSignificantDigits: 7, useGrouping: false })
const grouped = new Intl.NumberFormat("en", { maximumSignificantDigits: 5 })

/** A cell's value for a reader: whole numbers whole, others with seven digits that matter. */
export const cellText = (value: Scalar | undefined, type = ""): string =>
  value === null || value === undefined
    ? ""
    : typeof value !== "number"
      ? isDateType(type)
        ? shortTime(String(value))
        : String(value)
      : Number.isInteger(value)
        ? String(value)
        : Math.abs(value) < 1e-6 || Math.abs(value) >= 1e15
          ? value.toExponential(4)
          : digits.format(value)

export const isDateType = (type: string): boolean => /date|timestamp/i.test(type)

/** A time of ISO 8601 without what says nothing: the T, no milliseconds, a midnight. */
const shortTime = (text: string): string =>
  text
    .replace(/^(\d{4}-\d\d-\d\d)T/, "$1 ")
    .replace(/\.0+(?=Z?$)/, "")
    .replace(/ 00:00:00Z?$/, "")
    .replace(/(:\d\d(?:\.\d+)?)Z$/, "$1")

/** A figure of a profile; dates are milliseconds since 1970. */
export function figureText(value: Scalar, type: string): string {
  if (typeof value !== "number") return value === null ? "–" : String(value)
  if (isDateType(type))
    return new Date(value)
      .toISOString()
      .replace("T", " ")
      .replace(/\.000Z$/, "")
  return Math.abs(value) >= 1e12 || (value !== 0 && Math.abs(value) < 1e-4)
    ? value.toExponential(3)
    : grouped.format(value)
}

const character = 7.2
const narrowest = 64
const widest = 320

/** How wide a column is drawn, by its name, its type and some of its cells. */
export function columnWidth(name: string, type: string, cells: readonly (Scalar | undefined)[]): number {
  const longest = Math.max(
    name.length + type.length * 0.85 + 6,
    ...cells.map(cell => Math.min(60, cellText(cell, type).length)),
  )
  return Math.round(Math.max(narrowest, Math.min(widest, longest * character + 26)))
}
