import assert from "node:assert/strict"
import { test } from "node:test"
import { ansiPieces } from "../../electron/renderer/code/ansi.ts"
import { lexSource } from "../../electron/renderer/code/lexer.ts"
import { difference } from "../../electron/renderer/editor/difference.ts"
import { excerpt, lineStarts } from "../../electron/renderer/outputs/excerpt.ts"
import { bound, noText, shown, write } from "../../electron/renderer/state/terminal.ts"

const kinds = (source: string, language = "typescript") =>
  lexSource(source, language).map(line => line.map(({ kind, text }) => `${kind}:${text}`))

test("tokens put together give the source again, whatever it is", () => {
  const samples = [
    "%%data digits --test 0.2\nconst a = `x\u0024{1}\ny` // c\n/* b\n*/ 'q\\'' + 0x1f",
    "",
    "\n\n",
    "\"open\n'open\n`open\nstill",
  ]
  for (const source of samples) {
    const again = lexSource(source, "typescript").map(line => line.map(({ text }) => text).join(""))
    assert.equal(again.join("\n"), source)
  }
})

test("spans go on over lines and end where they end", () => {
  assert.deepEqual(kinds("a /* x\ny */ b"), [
    ["text:a ", "comment:/* x"],
    ["comment:y */", "text: b"],
  ])
  assert.deepEqual(kinds("`a\nb` + 1"), [["string:`a"], ["string:b`", "text: + ", "number:1"]])
  assert.deepEqual(kinds('"""a\nb""" # c', "python"), [['string:"""a'], ['string:b"""', "text: ", "comment:# c"]])
})

test("keywords are whole words, and a header is one only at the start of a line", () => {
  assert.deepEqual(kinds("const constant = await x"), [
    ["keyword:const", "text: constant = ", "keyword:await", "text: x"],
  ])
  assert.deepEqual(kinds("%%train cnn"), [["header:%%train cnn"]])
  assert.deepEqual(kinds("a %%train"), [["text:a %%train"]])
})

test("a line of 200,000 characters is lexed without delay", () => {
  const line = `const x = "${"a".repeat(200_000)}"`
  const started = performance.now()
  assert.equal(lexSource(line, "typescript")[0]?.length, 1)
  assert.ok(performance.now() - started < 50)
})

test("a carriage return writes over the line, a backspace takes back a character", () => {
  const text = ["10 %\r", "50 %\r", "100 %\n", "abc\b\bX"].reduce(write, noText)
  assert.equal(shown(text), "100 %\naX")
  assert.equal(shown(write(write(noText, "long line"), "\rab")), "abng line")
})

test("a stream stays within its bound and keeps its head and its tail", () => {
  let text = write(noText, "first\n")
  const chunk = `${"x".repeat(999)}\n`.repeat(1000)
  for (let count = 0; count < 40; count++) text = write(text, chunk)
  text = write(text, "last\n")
  assert.ok(text.done.length <= bound)
  assert.ok(text.done.startsWith("first\n"))
  assert.ok(text.done.endsWith("last\n"))
  assert.ok(text.dropped > 35_000_000)
})

test("an excerpt shows both ends and says how many lines stand between", () => {
  const long = Array.from({ length: 1000 }, (_, index) => `line ${index}`).join("\n")
  const { head, tail, hidden, lines } = excerpt(`${long}\n`)
  assert.deepEqual([hidden, lines], [940, 1000])
  assert.ok(head.endsWith("line 39\n"))
  assert.ok(tail.startsWith("line 980\n"))
  assert.equal(excerpt("short").hidden, 0)
  assert.deepEqual([...lineStarts("a\nbc\nd\n")], [0, 2, 5])
})

test("colours become looks, and other escape sequences nothing", () => {
  assert.deepEqual(ansiPieces("a\u001b[1;31mb\u001b[0mc\u001b[2K\u001b]0;title\u0007d"), [
    { text: "a", look: {} },
    { text: "b", look: { bold: true, color: "red" } },
    { text: "c", look: {} },
    { text: "d", look: {} },
  ])
  assert.deepEqual(ansiPieces("\u001b[38;5;196mx\u001b[48;2;1;2;3my"), [
    { text: "x", look: { color: "#ff0000" } },
    { text: "y", look: { color: "#ff0000", background: "#010203" } },
  ])
})

test("a difference is the smallest replacement", () => {
  assert.deepEqual(difference("abcd", "abXd"), { start: 2, end: 3, text: "X" })
  assert.deepEqual(difference("aa", "aaa"), { start: 2, end: 2, text: "a" })
  assert.equal(difference("same", "same"), undefined)
})
