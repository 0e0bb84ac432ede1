import type { Scalar } from "../../../kernel/contracts/rows/order.ts"

const digits = new Intl.NumberFormat("en", { maximumSignificantDigits: 7, useGrouping: false })
const grouped = new Intl.NumberFormat("en", { maximumSignificantDigits: 5 })

/** A cell's value for a reader: whole numbers whole, others with seven digits that matter. */
export const cellText = (value: Scalar | undefined): string =>
  value === null || value === undefined
    ? ""
    : typeof value !== "number"
      ? String(value)
      : Number.isInteger(value)
        ? String(value)
        : Math.abs(value) < 1e-6 || Math.abs(value) >= 1e15
          ? value.toExponential(4)
          : digits.format(value)

export const isDateType = (type: string): boolean => /date|timestamp/i.test(type)

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
    ...cells.map(cell => Math.min(60, cellText(cell).length)),
  )
  return Math.round(Math.max(narrowest, Math.min(widest, longest * character + 26)))
}
