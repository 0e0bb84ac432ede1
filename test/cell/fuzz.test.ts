import assert from "node:assert/strict"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { pathToFileURL } from "node:url"
import { compileCell } from "../../kernel/cell/index.ts"
import { evaluate } from "./harness.ts"
import { program } from "./programs.ts"

const programs = Array.from({ length: 400 }, (_, index) => ({ seed: index + 1, source: program(index + 1) }))
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

test("compiled programs do what Node does with the same module", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "kaon-fuzz-"))
  const failures = { thrown: 0, disposed: 0 }
  try {
    for (const { seed, source } of programs) {
      const file = path.join(folder, `m${seed}.ts`)
      await writeFile(file, source)
      notes = []
      const failure = await import(pathToFileURL(file).href).then(
        () => "",
        error => error.name,
      )
      const expected = [...notes, failure]
      notes = []
      const outcome = await evaluate(compile(seed, source).code)
      const actual = [...notes, "thrown" in outcome ? outcome.thrown.name : ""]
      assert.deepEqual(actual, expected, `seed ${seed}\n${source}\n---\n${compile(seed, source).code}`)
      if (failure !== "") failures.thrown++
      if (expected.some(note => String(note).startsWith("disposed"))) failures.disposed++
    }
    assert.ok(failures.thrown > 10 && failures.disposed > 10, "the programs must throw and dispose now and then")
  } finally {
    await rm(folder, { recursive: true })
  }
})
