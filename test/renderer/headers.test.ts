import assert from "node:assert/strict"
import { test } from "node:test"
import { headerCompletions } from "../../electron/renderer/stages/headercompletions.ts"
import { en } from "../../electron/renderer/words/en.ts"
import { stages } from "../../kernel/contracts/stages.ts"

/** The completions where `|` stands. */
function at(text: string) {
  const offset = text.indexOf("|")
  const source = text.replace("|", "")
  const found = headerCompletions(source, offset, en.stageHints)
  return found?.map(({ text, start, end }) => source.slice(0, start) + text + source.slice(end))
}

test("`%%` at the start of a cell can become each stage, below comments too, and nowhere else", () => {
  assert.deepEqual(
    at("%%|")?.map(text => text.trim()),
    stages.map(stage => `%%${stage}`),
  )
  assert.equal(at("// why\n\n%%tr|")?.length, stages.length)
  assert.ok(at("%|")?.includes("%%data "))
  assert.equal(at("const a = 1\n%%|"), undefined)
  assert.equal(at("const a = 5 %|"), undefined)
})

test("a header line offers the options that it does not have yet, with what they mean", () => {
  assert.deepEqual(at("%%data digits --test 0.2 --|\ncode"), [
    "%%data digits --test 0.2 --validation \ncode",
    "%%data digits --test 0.2 --seed \ncode",
    "%%data digits --test 0.2 --timeout \ncode",
    "%%data digits --test 0.2 --retries \ncode",
  ])
  const training = ["epochs", "batch", "seed", "timeout", "retries"]
  assert.deepEqual(
    at("%%train cnn |"),
    training.map(flag => `%%train cnn --${flag} `),
  )
  assert.deepEqual(at("%%train cn|"), [])
  assert.equal(at("%%train cnn\nfit(|"), undefined)
  for (const { help } of headerCompletions("%%deploy x ", 11, en.stageHints) ?? []) assert.notEqual(help, "")
})
