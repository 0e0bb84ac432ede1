import type { CellFacts, NamePlace } from "../../kernel/contracts/cell.ts"

const place = (name: string, index: number): NamePlace => ({ name, line: index + 1, column: 1, offset: index })
const words = (text: string): string[] => text.split(" ").filter(Boolean)

/** A cell written as "defines <- uses", `!name` for an assignment and `?name` for a use under typeof. */
export function cell(id: string, number: number, text: string): CellFacts {
  const [defines = "", uses = ""] = text.split("<-")
  return {
    id,
    number,
    header: undefined,
    defines: words(defines).map((name, index) => ({ ...place(name, index), kind: "const" })),
    uses: words(uses).map((word, index) => ({
      ...place(word.replace(/^[!?]/, ""), index),
      ...(word.startsWith("?") ? { guarded: true } : {}),
    })),
    assigns: words(uses)
      .filter(word => word.startsWith("!"))
      .map((word, index) => place(word.slice(1), index)),
    imports: [],
  }
}

/** Cells named a, b, c, … in notebook order. */
export const notebook = (...cells: string[]): CellFacts[] =>
  cells.map((text, index) => cell(String.fromCharCode(97 + index), index + 1, text))
