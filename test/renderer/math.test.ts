import assert from "node:assert/strict"
import { test } from "node:test"
import { formulaAt, latexOf } from "../../kernel/contracts/formula.ts"

const at = (text: string, index = 0) => formulaAt(text, index)?.formula

test("formulas stand between dollars or brackets, and prices are none", () => {
  assert.deepEqual(at("$a + b$ and"), { tex: "a + b", display: false })
  assert.deepEqual(at("$$\nx^2\n$$"), { tex: "x^2", display: true })
  assert.deepEqual(at("\\(x\\)"), { tex: "x", display: false })
  assert.deepEqual(at("\\[x\\]"), { tex: "x", display: true })
  assert.deepEqual(at("$a \\$ b$"), { tex: "a \\$ b", display: false })
  for (const none of ["$5 and $6", "$ a$", "$a $", "$", "$$$$", "$a\n\nb$", "text"])
    assert.equal(at(none), undefined, none)
})

test("an output's formula loses its fences and keeps its environment", () => {
  assert.deepEqual(latexOf("$\\displaystyle x$"), { tex: "\\displaystyle x", display: false })
  assert.deepEqual(latexOf("\\begin{aligned}x\\end{aligned}"), {
    tex: "\\begin{aligned}x\\end{aligned}",
    display: true,
  })
})

test("a text of dollars alone takes no time", () => {
  const text = "$ ".repeat(100_000)
  const begun = performance.now()
  for (let i = 0; i < 200; i += 2) formulaAt(text, i)
  assert.ok(performance.now() - begun < 1000)
})
