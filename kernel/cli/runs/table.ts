import { stripVTControlCharacters } from "node:util"
import { cut, styled, type Terminal } from "../terminal.ts"

/** Cells under their headings, each column as wide as its widest cell. Numbers stand to the right. */
export function tableText(
  terminal: Terminal,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): string {
  const plain = (text: string) => stripVTControlCharacters(text).length
  const widths = headings.map((heading, i) => Math.max(plain(heading), ...rows.map(row => plain(row[i] ?? ""))))
  const line = (cells: readonly string[]) =>
    cells
      .map((text, i) => {
        const space = " ".repeat(Math.max(0, widths[i]! - plain(text)))
        return right.has(i) ? space + text : text + space
      })
      .join("  ")
      .trimEnd()
  const columns = terminal.live ? terminal.columns() : Number.POSITIVE_INFINITY
  const fit = (text: string) => (plain(text) < columns ? text : cut(text, columns))
  return [styled(terminal, "dim", fit(line(headings))), ...rows.map(row => fit(line(row))), ""].join("\n")
}
