import assert from "node:assert/strict"
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { after, before, test } from "node:test"
import type { KernelClient } from "../../kernel/client/index.ts"
import { startOurs, streamOf, textOf } from "./kernel.ts"

const folder = mkdtempSync(path.join(tmpdir(), "kaon-typescript-"))
let kernel: KernelClient
before(async () => {
  kernel = await startOurs(folder)
})
after(async () => {
  await kernel.shutdown()
  rmSync(folder, { recursive: true })
})

const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
  writeFileSync(path.join(folder, file), text)
}

/** The result of the last of several cells; fails with the error of any. */
async function value(...cells: string[]): Promise<string | undefined> {
  let last: string | undefined
  for (const code of cells) {
    const execution = await kernel.execute(code)
    assert.equal(execution.status, "ok", `${code}\n${execution.error?.traceback.join("\n")}`)
    last = textOf(execution)
  }
  return last
}

const cases: [what: string, cells: string[], expected: string][] = [
  [
    "enums, and const enums in later cells",
    ["enum Size { Small = 1, Large }\nconst enum Mode { On = 'on' }", "[Size.Large, Size[1], Mode.On]"],
    "[ 2, 'Small', 'on' ]",
  ],
  ["namespaces", ["namespace Geometry { export const area = (r: number) => r * r }", "Geometry.area(3)"], "9"],
  [
    "parameter properties",
    ["class Account { constructor(public readonly owner: string, private sum = 1) {} }", "new Account('Ada').owner"],
    "'Ada'",
  ],
  [
    "standard decorators",
    [
      "function twice(method: () => number, _: ClassMethodDecoratorContext) { return function (this: object) { return method.call(this) * 2 } }\nclass D { @twice run() { return 21 } }",
      "new D().run()",
    ],
    "42",
  ],
  [
    "using, disposed in reverse at the end of the cell",
    [
      "const ended: string[] = []",
      "{\n}\nusing a = { [Symbol.dispose]() { ended.push('a') } }\nusing b = { [Symbol.dispose]() { ended.push('b') } }",
      "ended",
    ],
    "[ 'b', 'a' ]",
  ],
  [
    "satisfies, as const, generics, overloads, abstract classes",
    [
      "const table = { a: 1 } as const satisfies Record<string, number>\nfunction id<T extends object>(x: T): T\nfunction id(x: unknown) { return x }\nabstract class Shape { abstract area(): number }",
      "id(table).a",
    ],
    "1",
  ],
  ["import.meta", ["import.meta.dirname === process.cwd() && import.meta.url.startsWith('file:')"], "true"],
  [
    "top-level for await",
    [
      "const seen: number[] = []\nfor await (const n of (async function* () { yield 1; yield 2 })()) seen.push(n)\nseen",
    ],
    "[ 1, 2 ]",
  ],
  ["require", ["const { join } = require('node:path') as typeof import('node:path')\njoin('a', 'b').length"], "3"],
  ["the last result", ["6 * 7", "_ + 1"], "43"],
  ["an object literal", ["{ a: 1, b: { c: [2] } }"], "{ a: 1, b: { c: [ 2 ] } }"],
  [
    "JSX through a runtime of the notebook's own",
    [
      "const h = (type: string, props: object | null, ...children: unknown[]) => ({ type, ...props, children })",
      '/** @jsxRuntime classic @jsx h */\nconst element = <p id="x">{1 + 1}</p>\nelement',
    ],
    "{ type: 'p', id: 'x', children: [ 2 ] }",
  ],
]

for (const [what, cells, expected] of cases) {
  test(what, async () => {
    assert.equal(await value(...cells), expected)
  })
}

test("console.table, group, time, dir, count and assert write what Node's do", async () => {
  const { outputs: _, ...execution } = await kernel.execute("0")
  assert.equal(execution.status, "ok")
  const printed = await kernel.execute(
    "console.table([{ a: 1 }]); console.group('g'); console.log('in\\nside'); console.groupEnd(); console.dir({ x: { y: { z: {} } } }, { depth: 0 }); console.count(); console.time('t'); console.timeEnd('t'); console.assert(false, 'no')",
  )
  const text = streamOf(printed)
  for (const part of ["│ (index) │ a │", "g\n  in\n  side\n", "{ x: [Object] }", "default: 1", "t: "])
    assert.ok(text.includes(part), `${part} in ${text}`)
  assert.match(streamOf(printed, "stderr"), /Assertion failed: no/)
})

test("packages of the notebook's folder come before Kaon's own: ESM, CommonJS, and by their exports", async () => {
  write(
    "node_modules/esm-only/package.json",
    '{ "name": "esm-only", "type": "module", "exports": { ".": "./i.js", "./sub": "./s.js" } }',
  )
  write("node_modules/esm-only/i.js", "export default 'esm'; export const named = 1")
  write("node_modules/esm-only/s.js", "export const sub = 2")
  write("node_modules/cjs-only/package.json", '{ "name": "cjs-only", "main": "m.js" }')
  write("node_modules/cjs-only/m.js", "module.exports = { answer: 42 }")
  write("node_modules/zod/package.json", '{ "name": "zod", "type": "module", "exports": "./z.js" }')
  write("node_modules/zod/z.js", "export const mine = true")
  assert.equal(
    await value(
      "import d, { named } from 'esm-only'\nimport { sub } from 'esm-only/sub'\nimport cjs, { answer } from 'cjs-only'\nimport { mine } from 'zod'\n[d, named, sub, cjs.answer, answer, mine]",
    ),
    "[ 'esm', 1, 2, 42, 42, true ]",
  )
})

test("local files, with an ending or without, JSON, folders, and files that import files", async () => {
  write("lib/index.ts", "export { deep } from './deep'\nexport type T = number")
  write("lib/deep.ts", "import { base } from '../base'\nexport const deep: number = base + 1")
  write("base.ts", "export const base: number = 1")
  write("data.json", '{ "rows": 3 }')
  assert.equal(
    await value(
      "import { deep, type T } from './lib'\nimport { base } from './base.ts'\nimport { base as again } from './base.js'\nimport data from './data.json' with { type: 'json' }\nconst t: T = deep;\n[t, base, again, data.rows]",
    ),
    "[ 2, 1, 1, 3 ]",
  )
})

test("an edited file is read again at the next import, also when another file imports it; an unchanged one is the same module", async () => {
  write("outer.ts", "export { inner } from './inner'\nexport class Kept {}")
  write("inner.ts", "export const inner: string = 'old'")
  write("still.ts", "export class Still {}")
  assert.equal(
    await value("import { inner } from './outer'\nimport { Still } from './still'\nconst still = new Still()\ninner"),
    "'old'",
  )
  write("inner.ts", "export const inner: string = 'new'")
  const later = Date.now() / 1000 + 5
  utimesSync(path.join(folder, "inner.ts"), later, later)
  assert.equal(
    await value("import { inner } from './outer'\nimport { Still } from './still'\n[inner, still instanceof Still]"),
    "[ 'new', true ]",
  )
})

test("an error inside a local file names the file and its line", async () => {
  write(
    "fails.ts",
    "interface A { b: number }\nexport function fail(a: A): never {\n  throw new Error('b is ' + a.b)\n}\n",
  )
  const { error } = await kernel.execute("import { fail } from './fails'\nfail({ b: 1 })")
  assert.equal(error?.evalue, "b is 1")
  assert.match(error.traceback.join("\n"), /fails\.ts, line 3/)
})

test("a syntax error in a local file is told with its file", async () => {
  write("wrong.ts", "export const = 1\n")
  const { error } = await kernel.execute("import './wrong'")
  assert.match(error?.traceback.join("\n") ?? "", /wrong\.ts/)
})
