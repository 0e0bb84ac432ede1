/** A table in plain text: columns aligned, numbers to the right. */
export function textTable(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = rows.map(row => row.map(value => (typeof value === "number" ? figure(value) : value)))
  const widths = header.map((name, i) => Math.max(name.length, ...cells.map(row => row[i]?.length ?? 0)))
  const right = header.map((_, i) => rows.length > 0 && rows.every(row => typeof row[i] === "number"))
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (right[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd()
  return [line(header), line(widths.map(width => "─".repeat(width))), ...cells.map(line)].join("\n")
}

/** A number for reading: whole as it is, else four significant digits or four decimals. */
export function figure(value: number): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e7 ? String(value) : value.toExponential(3)
  if (!Number.isFinite(value)) return String(value)
  return Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5 ? String(Number(value.toFixed(4))) : value.toExponential(3)
}

/** Whole numbers with thousands separated. */
export const count = (value: number): string => value.toLocaleString("en")
