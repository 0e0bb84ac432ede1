import type { Cell, Notebook, Output } from "../../kernel/notebook/model.ts"

/** Numbers below `n`, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): (n: number) => number {
  let state = seed >>> 0
  return n => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n)
  }
}
export type Random = ReturnType<typeof randomFrom>

const pieces = [
  "const a = 1",
  "\n",
  "\n\n",
  "  ",
  "é",
  "😀",
  '"',
  "\\",
  "// note",
  "// %%",
  "// %% x",
  "// %%data d",
  "//",
  "%%train t",
  "%%sql",
  "[markdown]",
  "{",
  "\t",
  "// // %% y",
  "=",
  "# title",
]
const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)]!

export const anyText = (random: Random): string =>
  Array.from({ length: random(8) }, () => pick(random, pieces)).join("")

const anyMetadata = (random: Random): Record<string, unknown> =>
  pick(random, [
    {},
    {},
    { tags: ["x", "y"] },
    { kaon: { folded: true }, title: "A title" },
    { title: "[raw] {" },
    { a: 0.5, b: null, c: [1, "é"] },
  ])

const anyOutput = (random: Random): Output =>
  pick<() => Output>(random, [
    () => ({ output_type: "stream", name: pick(random, ["stdout", "stderr"]), text: anyText(random) }),
    () => ({
      data: { "text/plain": anyText(random), "application/json": { list: ["a", "b"] } },
      metadata: {},
      output_type: "display_data",
    }),
    () => ({
      data: { "text/html": anyText(random), "image/png": "iVBOR" },
      execution_count: 3,
      metadata: {},
      output_type: "execute_result",
    }),
    () => ({ ename: "Error", evalue: anyText(random), output_type: "error", traceback: [anyText(random)] }),
  ])()

/** A cell with its keys in nbformat's order. */
const anyCell = (random: Random, index: number): Cell => {
  const id = `cell-${index}`
  const metadata = anyMetadata(random)
  if (random(3) === 0)
    return { cell_type: pick(random, ["markdown", "raw"] as const), id, metadata, source: anyText(random) }
  const outputs = Array.from({ length: random(3) }, () => anyOutput(random))
  return { cell_type: "code", execution_count: pick(random, [null, 7]), id, metadata, outputs, source: anyText(random) }
}

export const anyNotebook = (random: Random): Notebook => ({
  cells: Array.from({ length: random(6) }, (_, i) => anyCell(random, i)),
  metadata: pick(random, [
    {},
    { kernelspec: { display_name: "TypeScript (Kaon)", language: "typescript", name: "kaon" } },
  ]),
  nbformat: 4,
  nbformat_minor: 5,
})
