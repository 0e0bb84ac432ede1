import assert from "node:assert/strict"
import { test } from "node:test"
import { stepLines } from "../../kernel/cli/run/lines.ts"
import { parseParams } from "../../kernel/cli/run/params.ts"
import { duration } from "../../kernel/cli/run/summary.ts"
import type { RunEvent } from "../../kernel/contracts/run.ts"

const step = { cellId: "c", cell: 1, stage: "train", name: "cnn" } as const
const output = (text: string): RunEvent => ({
  event: "step-output",
  at: 0,
  ...step,
  output: { output_type: "stream", name: "stdout", text },
})

function screen(live: boolean, events: readonly RunEvent[]): string {
  const written: string[] = []
  const show = stepLines({ live, colours: false, columns: () => 60, write: text => written.push(text) })
  for (const event of events) show(event)
  return written.join("")
}
const around = (...events: RunEvent[]): RunEvent[] => [
  { event: "run-started", at: 0, notebook: "n", params: {}, steps: [step] },
  { event: "step-started", at: 0, ...step },
  ...events,
  { event: "step-ended", at: 2000, ...step, outcome: "done", seconds: 2 },
]

test("without a terminal, lines are only added and progress is told every few seconds", () => {
  const progress = (at: number): RunEvent => ({
    event: "step-progress",
    at,
    ...step,
    fraction: at / 20_000,
    detail: `epoch ${at}`,
  })
  const written = screen(false, around(progress(1), progress(6000), progress(6001), progress(12_000)))
  assert.equal(written, "  train cnn: epoch 6000\n  train cnn: epoch 12000\n✓ train cnn   2.0 s   epoch 12000\n")
  assert.ok(!written.includes("\u001b"))
})

test("a step's text stands below it, bounded, however much there was", () => {
  const many = Array.from({ length: 5000 }, (_, i) => output(`line ${i}\n`))
  const lines = screen(false, around(...many))
    .trimEnd()
    .split("\n")
  assert.equal(lines[1], "    line 0")
  assert.equal(lines.at(-1), "  … 4980 more lines")
  assert.equal(lines.length, 22)
})

test("escape sequences of a cell's text do not reach the terminal", () => {
  assert.ok(!screen(true, around(output("\u001b[2J\u001b[31mred\u001b[0m\n"))).includes("\u001b[2J"))
})

test("parameters are JSON where they can be, and each is given once", () => {
  const params = parseParams(["a=3", "b=abc", 'c="3"', "d=[1,2]", "e=true", "f=", "g=x=y", "h=1e-3"])
  assert.deepEqual(params, { a: 3, b: "abc", c: "3", d: [1, 2], e: true, f: "", g: "x=y", h: 0.001 })
  for (const wrong of [["a"], ["=3"], ["a b=3"], ["a=1", "a=2"]])
    assert.throws(() => parseParams(wrong), { code: "USAGE" })
})

test("durations are told as people say them", () => {
  assert.deepEqual(
    [0, 1.24, 59.9, 60, 185, 3600, 7384].map(seconds => duration(seconds)),
    ["0.0 s", "1.2 s", "59.9 s", "1 min 0 s", "3 min 5 s", "1 h 0 min", "2 h 3 min"],
  )
})
