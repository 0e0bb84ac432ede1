import assert from "node:assert/strict"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { pathToFileURL } from "node:url"
import { compileCell } from "../../kernel/cell/index.ts"
import { evaluate } from "./harness.ts"
import { program } from "./programs.ts"

const programs = Array.from({ length: 2000 }, (_, index) => ({ seed: index + 1, source: program(index + 1) }))
const compile = (seed: number, source: string) => compileCell(source, { id: "f", number: 1, url: `fuzz-${seed}.ts` })
const terminators = (text: string) => text.match(/\r\n|[\r\n]/g) ?? []

let notes: unknown[] = []
Object.assign(globalThis, {
  note: (...values: unknown[]) => notes.push(values.map(String).join()),
  resource: (id: number) => ({
    [Symbol.dispose]: () => notes.push(`disposed ${id}`),
    [Symbol.asyncDispose]: () => Promise.resolve().then(() => notes.push(`disposed later ${id}`)),
  }),
})

test("compiled programs keep every line, and every mark in them leads back to its place", () => {
  for (const { seed, source } of programs) {
    const { code, map } = compile(seed, source)
    assert.deepEqual(terminators(code.slice(0, code.lastIndexOf("\n//#"))), terminators(source), source)
    const [before, after] = [source, code].map(text => text.split(/\r\n|[\r\n]/))
    for (const [index, line] of before!.entries())
      for (const { 0: mark, index: column } of line.matchAll(new RegExp(`\\b${seed}\\d{3}\\b`, "g"))) {
        const found = after![index]!.indexOf(mark)
        assert.deepEqual(map(index + 1, found + 1), { line: index + 1, column: column + 1 }, `${mark} in\n${source}`)
      }
  }
})

/** What each program notes and throws in Node, beside what a variant of it does as a cell. */
async function compare(chosen: typeof programs, variant: (source: string, seed: number) => string): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "kaon-fuzz-"))
  const seen: string[] = []
  try {
    for (const { seed, source } of chosen) {
      const file = path.join(folder, `m${seed}.ts`)
      await writeFile(file, source)
      notes = []
      const failure = await import(pathToFileURL(file).href).then(
        () => "",
        error => error.name,
      )
      const expected = [...notes, failure]
      const { code } = compile(seed, variant(source, seed))
      notes = []
      const outcome = await evaluate(code)
      const actual = [...notes, "thrown" in outcome ? outcome.thrown.name : ""]
      assert.deepEqual(actual, expected, `seed ${seed}\n${source}\n---\n${code}`)
      seen.push(expected.join())
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  return seen
}

test("compiled programs do what Node does with the same module", async () => {
  const seen = await compare(programs, source => source)
  assert.ok(seen.filter(notes => notes.includes("disposed")).length > 10, "some programs dispose of resources")
  assert.ok(seen.filter(notes => notes.endsWith("Error")).length > 10, "some programs throw")
})

test("programs that need a real compiler still do what they did", async () => {
  const some = programs.slice(0, 80)
  await compare(some, (source, seed) => `enum Lowered${seed} { A }; ${source}`)
  const withResources = some.filter(({ source }) => /^(await )?using/m.test(source))
  assert.ok(withResources.length > 5)
  await compare(
    withResources,
    (source, seed) => `@((_: unknown, c: unknown) => {}) class Decorated${seed} {}; ${source}`,
  )
})
