import assert from "node:assert/strict"
import { test } from "node:test"
import { compileCell, isComplete } from "../../kernel/cell/index.ts"
import { KaonError } from "../../kernel/contracts/errors.ts"

const failure = (source: string): KaonError => {
  try {
    compileCell(source, { id: "a", number: 4, url: "a.ts" })
  } catch (error) {
    if (error instanceof KaonError) return error
    throw error
  }
  return assert.fail(`${source} is accepted`)
}

test("a syntax error says why in a sentence and where in the cell", () => {
  const cases: [source: string, line: number, column: number, reason: RegExp][] = [
    ["const x: = 3", 1, 10, /Unexpected token\./],
    ["%%eval\nfoo(]", 2, 5, /Unexpected token/],
    ["let a = 1\nlet a = 2", 2, 5, /already been declared/],
    ["if (x) {", 1, 9, /but found the end of the cell/],
    ["return 1", 1, 1, /return/],
    ["const a = <div>\n</span>", 2, 3, /./],
    ["\uFEFFlet é = 1; é +", 1, 16, /Unexpected/],
  ]
  for (const [source, line, column, reason] of cases) {
    const { code, message, place } = failure(source)
    assert.equal(code, "SYNTAX_ERROR")
    assert.deepEqual(place, { cell: 4, line, column }, `${source}: ${message}`)
    assert.match(message, reason)
    assert.match(message, /\.$/)
  }
})

test("the parser's advice comes along", () => {
  assert.match(failure("class A { #x; m() { this.#y } }").fix ?? "", /Did you mean '#x'\?/)
})

test("a cell is complete, still being written, or wrong", () => {
  const cases: [source: string, status: string, indent: string][] = [
    ["1 + 1", "complete", ""],
    ["", "complete", ""],
    ["{ a: 1 }", "complete", ""],
    ["function f() {", "incomplete", "  "],
    ["if (x) {\n    foo(", "incomplete", "      "],
    ["const x = [\n  1,", "incomplete", "  "],
    ["const x =", "incomplete", ""],
    ["const f = (a) =>", "incomplete", "  "],
    ["`open $" + "{1} text", "incomplete", ""],
    ["x?.", "incomplete", ""],
    ["/* open", "incomplete", ""],
    ["%%train cnn", "incomplete", ""],
    ["%%train cnn\nfit(", "incomplete", "  "],
    ["'open", "invalid", ""],
    ["foo(]", "invalid", ""],
    ["1 1", "invalid", ""],
    ["const x: number = {\n  a: 1", "incomplete", "  "],
    ["const x: = 1\nfoo(", "invalid", ""],
  ]
  for (const [source, status, indent] of cases) assert.deepEqual(isComplete(source), { status, indent }, source)
})
