import assert from "node:assert/strict"
import { test } from "node:test"
import { codeFacts } from "../../kernel/cell/index.ts"

const normal = (source: string): string => codeFacts(source).normal

const same: [string, string][] = [
  ["const a = 1 // x", "const   a=1;"],
  ["const a: number = (1 as any)!", "const a = 1"],
  ["const a = 'x'", 'const a = "x"'],
  ["import { type T, x } from 'y'", "import { x } from 'y'"],
  ["0x10", "16"],
  ["interface I { a: 1 }\ntype T = I\nlet a = 1", "let a = 1"],
  ["function f<T>(this: T, a?: T): T { return a }", "function f(a) { return a }"],
  ["class A { declare x: 1; private y = 1 }", "class A { y = 1 }"],
]
for (const [a, b] of same) test(`${a} says the same as ${b}`, () => assert.equal(normal(a), normal(b)))

const other: [string, string][] = [
  ["f?.(1)", "f(1)"],
  ["a.b", "a[b]"],
  ["a?.b", "a.b"],
  ["t`a`", "t`b`"],
  ["[1,,2]", "[1,2]"],
  ["[1,,2]", "[1,null,2]"],
  ["/a/g", "/a/i"],
  ["class A { static x = 1 }", "class A { x = 1 }"],
  ["class A { get x() { return 1 } }", "class A { x() { return 1 } }"],
  ["class A { #x = 1 }", "class A { x = 1 }"],
  ["1n", "2n"],
  ["1n", "1"],
  ["'1'", "1"],
  ["-0", "0"],
  ["async () => 1", "() => 1"],
  ["function* f() {}", "function f() {}"],
  ["let x", "var x"],
  ["a++", "++a"],
  ["a && b", "a || b"],
  ["({ a })", "({ b: a })"],
  ["({ [a]: 1 })", "({ a: 1 })"],
  ["import x from 'a' with { type: 'json' }", "import x from 'a'"],
  ["import * as x from 'a'", "import x from 'a'"],
  ["for await (const x of y);", "for (const x of y);"],
  ["a: for (;;) for (;;) break a", "a: for (;;) for (;;) break"],
  ["x = 1, y", "x = (1, y)"],
  ["a ?? (b || c)", "(a ?? b) || c"],
  ["enum E { A }", "enum E { B }"],
  ["'use strict'; 1", "1"],
]
for (const [a, b] of other) test(`${a} says something else than ${b}`, () => assert.notEqual(normal(a), normal(b)))

const effects: [string, RegExp | undefined][] = [
  ["new Date()", /clock/],
  ["Date()", /clock/],
  ["const D = Date", /clock/],
  ["new Date(0); Date.UTC(2020, 1); Date.parse('x')", undefined],
  ["x instanceof Date", undefined],
  ["Math.random()", /chance/],
  ["const { random } = Math", /chance/],
  ["Math['random']()", /chance/],
  ["Math.max(1, 2)", undefined],
  ["const Math = { random: () => 1 }; Math.random()", undefined],
  ["o.fetch()", undefined],
  ["const { fetch } = o", undefined],
  ["globalThis.fetch", /surrounds/],
  ["import.meta.dirname", /surrounds/],
  ["function F() { return new.target }", undefined],
  ["tf.randomNormal([1])", /chance/],
  ["tf.setBackend('cpu')", /TensorFlow/],
  ["tf.layers.dense({ units: 1 })", undefined],
  ["import(x)", /name that it makes/],
  ["require(x)", /name that it makes/],
  ["import('./x')", undefined],
  ["data.csv(x)", /not written/],
  ["const d = data", /not written/],
  ["data.from([{ a: 1 }])", undefined],
]
for (const [source, why] of effects) {
  test(`${source} ${why === undefined ? "is a computation" : `is said to be more (${why.source})`}`, () => {
    const found = codeFacts(source).effects.join(", ")
    if (why === undefined) assert.equal(found, "")
    else assert.match(found, why)
  })
}

test("files are found where a reader of Kaon's names them", () => {
  const reads = (source: string) => codeFacts(source).reads
  assert.deepEqual(reads("data.csv('a.csv'); data.parquet(['b', `c*`])"), ["a.csv", "b", "c*"])
  assert.deepEqual(reads("data.sql(`SELECT * FROM 'x.csv' JOIN read_csv('y.csv')`)"), ["x.csv", "y.csv"])
})

test("what stands for code alone is told from what holds a value", () => {
  const { definitions, variables } = codeFacts(
    "import a, { b } from 'x'; function f() {} const g = () => 1; class A {} class B { static n = 1 } const h = make(); let i = () => 1",
  )
  assert.deepEqual(definitions, ["a", "b", "f", "g", "A"])
  assert.deepEqual(variables, ["i"])
})
