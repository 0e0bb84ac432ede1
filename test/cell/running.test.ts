import assert from "node:assert/strict"
import { test } from "node:test"
import { run, thrown, value } from "./harness.ts"

const kinds: Record<string, string> = {
  const: "const NAME = 1",
  let: "let NAME = 2",
  var: "var NAME = 3",
  function: "function NAME() { return 4 }",
  async: "async function NAME() {}",
  generator: "function* NAME() {}",
  early: "NAME(); function NAME() { return 4 }",
  class: "class NAME {}",
  destructured: "const { NAME } = { NAME: 5 }",
  import: 'import { join as NAME } from "node:path"',
  namespace: 'import * as NAME from "node:path"',
  enum: "enum NAME { A }",
  using: "using NAME = null",
  usingConst: "using other = null\nconst NAME = 6",
  usingFunction: "using other = null\nfunction NAME() {}",
}

test("a name can be declared again as any other kind, in any order", async () => {
  let n = 0
  for (const [first, a] of Object.entries(kinds))
    for (const [second, b] of Object.entries(kinds)) {
      const name = `again${n++}`
      await value(a.replaceAll("NAME", name))
      await value(b.replaceAll("NAME", name)).catch(error => assert.fail(`${first} then ${second}: ${error}`))
    }
})

test("a const whose initialiser threw can be declared again", async () => {
  assert.equal((await thrown('const broken = (() => { throw new RangeError("no") })()')).name, "RangeError")
  assert.equal(await value("const broken = 2", "broken"), 2)
  assert.equal((await thrown('class Broken extends (() => { throw new RangeError("no") })() {}')).name, "RangeError")
  assert.equal(await value("class Broken {}", "typeof Broken"), "function")
})

test("closures of an earlier cell see a let that a later cell assigns or declares again", async () => {
  assert.equal(await value("let seen = 1; const look = () => seen", "seen = 2", "look()"), 2)
  assert.equal(await value("const seen = 3", "look()"), 3)
})

test("the value of a cell is that of its last expression, and a declaration has none", async () => {
  assert.equal(await value("1; 2"), 2)
  assert.equal(await value("5; const none1 = 1"), undefined)
  assert.equal(await value("5; var none2 = 1"), undefined)
  assert.equal(await value("5\nfunction none3() {}"), undefined)
  assert.equal(await value("5\nclass None4 {}"), undefined)
  assert.equal(await value("5\nenum None5 { A }"), undefined)
  assert.equal(await value('5\nimport none6 from "node:path"'), undefined)
  assert.equal(await value("5\nnamespace None8 { export const a = 1 }"), undefined)
  assert.equal(
    await value("5\nfunction same(c: any) { return c }\n@same class None9 { @same accessor x = 1 }"),
    undefined,
  )
  assert.equal(await value("6\ninterface None7 {}"), 6)
  assert.equal(await value("6;; // nothing more"), 6)
  assert.equal(await value("enum Some { A = 3 }\nSome.A"), 3)
  assert.equal(await value("using nothing = null\n42"), 42)
  assert.equal(await value("await 7"), 7)
  assert.equal(await value('"text"'), "text")
  assert.equal(await value("for (const x of [1]) x"), undefined)
})

test("an object literal alone shows as the object", async () => {
  assert.deepEqual(await value("{ a: 1, b: 2 }"), { a: 1, b: 2 })
  assert.deepEqual(await value("{ a: 1 }"), { a: 1 })
  assert.deepEqual(await value("// note\n{ a: 1,\n b: 'x' as string } // end"), { a: 1, b: "x" })
  assert.deepEqual(await value("{}"), {})
  assert.equal(await value("{ let inner = 1; inner }"), undefined)
  assert.equal(await value("{ const inner = 1 }\n9"), 9)
})

test("cells with nothing in them have no value", async () => {
  for (const source of [
    "",
    "   \n",
    "// comment",
    "/* a\n b */",
    "#!/usr/bin/env node",
    "\uFEFF",
    ";",
    "interface A {}",
    "%%params",
    "export {}",
  ])
    assert.equal(await value(source), undefined, JSON.stringify(source))
})

test("functions are hoisted within their cell, keep their names and may call each other", async () => {
  assert.equal(
    await value("const up = risen()\nfunction risen() { return deeper() }\nfunction deeper() { return 'deep' }\nup"),
    "deep",
  )
  assert.equal(await value("risen.name + deeper.name"), "risendeeper")
  assert.equal(
    await value(
      "function even(n) { return n === 0 || odd(n - 1) }\nfunction odd(n) { return n !== 0 && even(n - 1) }\neven(10)",
    ),
    true,
  )
  assert.equal(await value("function fact(n: number): number { return n < 2 ? 1 : n * fact(n - 1) }\nfact(5)"), 120)
  assert.equal(await value("even.name"), "even")
  assert.equal(await value("function twice() { return 1 }\nfunction twice() { return 2 }\ntwice()"), 2)
  assert.equal(await value("const viaEval = eval('late()')\nfunction late() { return 8 }\nviaEval"), 8)
  assert.deepEqual(
    await value(
      "async function* stream() { yield 1 }\nconst got = []\nfor await (const x of stream()) got.push(x)\ngot",
    ),
    [1],
  )
  assert.equal(await value("function left() { return 1 }\n[2].length"), 1)
})

test("a later cell may replace a function that earlier closures call", async () => {
  assert.equal(
    await value(
      "function part() { return 1 }\nfunction whole() { return part() }",
      "function part() { return 2 }",
      "whole()",
    ),
    2,
  )
})

test("classes keep their names and their statics", async () => {
  assert.equal(
    await value(
      "class Point { static made = 0; constructor(public readonly x: number) { Point.made++ } get double() { return this.x * 2 } }\nnew Point(4).double",
    ),
    8,
  )
  assert.equal(await value("Point.name + Point.made"), "Point1")
  assert.equal(
    await value("export class Sealed { #secret = 3; read() { return this.#secret } }\nnew Sealed().read()"),
    3,
  )
})

test("cells are strict, as modules are", async () => {
  assert.equal((await thrown("undeclaredName = 1")).name, "ReferenceError")
  assert.equal(await value("(function () { return this })()"), undefined)
})

test("var is hoisted out of blocks and loops", async () => {
  assert.equal(await value("before = 2\nvar before\nbefore"), 2)
  assert.equal(await value("for (var i = 0, n = 3; i < n; i++) {}\ni"), 3)
  assert.equal(await value("for (var [k, v] of [[1, 2]]) {}\nk + v"), 3)
  assert.equal(await value("for (var key in { only: 1 }) {}\nkey"), "only")
  assert.equal(await value("if (true) { var deep: number = 4 } else var other = 5\ndeep"), 4)
  assert.equal(await value("if (false) var left = 5; else var right = 6;\nright"), 6)
  assert.equal(await value("var { p, q: [r = 9] } = { p: 1, q: [] }, s\np + r"), 10)
  assert.equal(await value("var ends = 1 as any\n;[3].length"), 1)
  assert.equal(await value("function inner() { var i = 99; return i }\ninner() + i"), 102)
})

test("assigning to a constant throws, in its cell and where the kind is told", async () => {
  const error = await thrown("const fixed = 1\nfunction change() { fixed = 2 }\nchange()")
  assert.equal(error.message, "Assignment to constant variable.")
  assert.equal((await thrown("const held = 1; ({ held } = { held: 2 })")).name, "TypeError")
  assert.equal((await thrown("const many = 1; many++")).name, "TypeError")
  assert.equal(await value("const shadowed = 1; { let shadowed = 2; shadowed = 3 }\nshadowed"), 1)
  assert.equal((await thrown("fixed = 3", { constants: ["fixed"] })).name, "TypeError")
  assert.equal(await value("fixed"), 1)
})

test("a top-level using is disposed at the end of its cell, in reverse order, on a throw too", async () => {
  await value(
    "const log: string[] = []\nconst made = (name: string) => ({ name, [Symbol.dispose]() { log.push(name) }, async [Symbol.asyncDispose]() { await null; log.push('async ' + name) } })",
  )
  assert.equal(
    await value("using one: any = made('one')\nawait using two = made('two')\nconst kept = one.name\nlog.length"),
    0,
  )
  assert.deepEqual(await value("log"), ["async two", "one"])
  assert.equal(await value("kept + one.name + two.name"), "oneonetwo")
  assert.equal((await thrown("using three = made('three')\nthrow new RangeError('stop')")).message, "stop")
  assert.deepEqual(await value("log.at(-1)"), "three")
  assert.equal(
    await value(
      "using four = made('four')\nclass Held {}\nfunction held() { return new Held() }\nlet [a, b = 2] = [1]\nheld().constructor.name + a + b",
    ),
    "Held12",
  )
})

test("labels, loops, templates, regular expressions, unicode, line ends and generators run as they stand", async () => {
  assert.equal(await value("let n = 0\nouter: for (const a of [1, 2]) { for (;;) { n += a; continue outer } }\nn"), 3)
  assert.equal(await value(`const café = \`\${1 + 1}\n€\`, π = /[/\\]]/u\r\ncafé + π.source`), "2\n€[/\\]]")
  assert.equal(await value("const first = 1\r\nconst second: number = 2\r\nfirst + second"), 3)
  assert.deepEqual(await value("function* count() { yield* [1, 2] }\n[...count()]"), [1, 2])
  assert.deepEqual(await value("let total = 0\nfor await (const x of [Promise.resolve(1), 2]) total += x\ntotal"), 3)
  assert.equal(await value("const { a: { b: [deepest] }, ...others } = { a: { b: [1] }, c: 2 }\ndeepest + others.c"), 3)
})

test("what cannot be blanked is compiled: enums, namespaces, parameter properties, decorators, JSX", async () => {
  assert.equal(await value("const enum Level { Low = 1, High }", "Level.High"), 2)
  assert.equal(await value("namespace Shapes { export const sides = 4 }", "Shapes.sides"), 4)
  await value(
    "const seenNames: string[] = []\nfunction noted(_: unknown, context: { name: string }) { seenNames.push(context.name) }",
  )
  await value("@noted class One { @noted field = 1; @noted method() { return this.field } }")
  await value("@noted class Two { @noted other = 2 }")
  assert.equal(await value("new One().method() + new Two().other"), 3)
  assert.deepEqual(await value("seenNames"), ["method", "field", "One", "other", "Two"])
  assert.equal(await value("typeof globalThis.__decorateElement + typeof _init"), "undefinedundefined")
  assert.deepEqual(
    await value("/** @jsxRuntime classic @jsx h */\nconst h = (...parts: unknown[]) => parts\n;<b id='x'>{1 + 1}</b>"),
    ["b", { id: "x" }, 2],
  )
  assert.equal(await value("const cast = <number>5\ncast"), 5)
  assert.equal(await value('import fs = require("node:fs")\ntypeof fs.readFileSync'), "function")
  assert.equal(await value("class Auto { accessor x = 3 }\nnew Auto().x"), 3)
})

test("exports declare without exporting", async () => {
  assert.equal(
    await value(
      "export const e1 = 1, e2 = 2\nexport { e1, e2 as renamed }\nexport function e3() { return e1 + e2 }\ne3()",
    ),
    3,
  )
  assert.deepEqual(await value("export default { a: 1 }"), { a: 1 })
  assert.equal(await value("export default (1, 2)"), 2)
  assert.equal(await value("export default function named() { return 6 }\nnamed()"), 6)
  assert.equal(typeof (await value("export default class {}")), "function")
  assert.equal(await value("export type Gone = number\nexport interface Also {}\n1"), 1)
})

test("a thrown error's place leads back to the line and column of the cell", async () => {
  const cells: [source: string, line: number, column: number][] = [
    ["const fine: number = 1\nfunction breaks(x: number) {\n  throw new RangeError('x')\n}\nbreaks(fine)", 3, 9],
    ["%%eval\nnull!.x", 2, 7],
    ["var a = 1; throw new RangeError('x')", 1, 18],
    ["early(); function early() { throw new RangeError('x') }", 1, 35],
    ["import path from 'node:path'; throw new RangeError('x')", 1, 37],
    ["enum Made { A }\n\n// a comment that the compiler drops\nthrow new RangeError('x')", 4, 7],
    ["{ a: (() => { throw new RangeError('x') })(),\n b: 1 }", 1, 21],
  ]
  for (const [source, line, column] of cells) {
    const { stack, program } = await thrown(source)
    const [, atLine, atColumn] = /cell-\d+\.ts:(\d+):(\d+)/.exec(stack) ?? []
    assert.deepEqual(program.map(Number(atLine), Number(atColumn)), { line, column }, source)
  }
})

test("the code names its cell and keeps its lines", async () => {
  const { program } = await run("const a = 1\n\nconst b: string = 'x'\n")
  assert.match(program.code, /\n\/\/# sourceURL=cell-\d+\.ts$/)
  assert.equal(program.code.split("\n")[2]?.trim(), "let   b         = 'x';void 0")
})
