import assert from "node:assert/strict"
import { test } from "node:test"
import { applyOutput, noOutputs, type OutputMessage } from "../../kernel/notebook/outputs.ts"

const after = (...messages: OutputMessage[]) => messages.reduce(applyOutput, noOutputs).outputs
const stream = (text: string, name = "stdout") => ({ type: "stream", content: { name, text } })
const display = (text: string, display_id?: string, type = "display_data") => ({
  type,
  content: { data: { "text/plain": text }, metadata: {}, transient: display_id === undefined ? {} : { display_id } },
})
const shown = (text: string) => ({ output_type: "display_data", data: { "text/plain": text }, metadata: {} })
const printed = (text: string, name = "stdout") => ({ output_type: "stream", name, text })

test("adjacent text of one stream is one output; the other stream or a display parts it", () => {
  assert.deepEqual(after(stream("a"), stream("b\n"), stream("!", "stderr"), stream("c")), [
    printed("ab\n"),
    printed("!", "stderr"),
    printed("c"),
  ])
  assert.deepEqual(after(stream("a"), display("x"), stream("b")), [printed("a"), shown("x"), printed("b")])
})

test("a progress line leaves its last state, however its text was cut into messages", () => {
  const text = "start\n 10%\r 50%\r100%\ndone\r\nfoo\rba\nab\b\bc\n"
  for (let size = 1; size <= text.length; size++) {
    const messages = (text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? []).map(part => stream(part))
    assert.deepEqual(after(...messages), [printed("start\n100%\ndone\nbao\nc\n")], `chunks of ${size}`)
  }
})

test("an update replaces every output with its display id and nothing else", () => {
  const state = after(
    display("a", "p"),
    display("b"),
    display("c", "p"),
    display("new", "p", "update_display_data"),
    display("z", "q", "update_display_data"),
  )
  assert.deepEqual(state, [shown("new"), shown("b"), shown("new")])
})

test("clear_output clears at once, or with wait when the next output comes", () => {
  const clear = (wait: boolean) => ({ type: "clear_output", content: { wait } })
  assert.deepEqual(after(stream("a"), clear(false)), [])
  assert.deepEqual(after(stream("a"), clear(true)), [printed("a")])
  assert.deepEqual(after(stream("a"), clear(true), stream("b")), [printed("b")])
})

test("results and errors become outputs as nbformat keeps them, and other or ill-formed messages change nothing", () => {
  const result = { type: "execute_result", content: { data: { "text/plain": "2" }, metadata: {}, execution_count: 4 } }
  const error = { type: "error", content: { ename: "E", evalue: "v", traceback: ["t"] } }
  assert.deepEqual(after(result, error, { type: "status", content: {} }, { type: "stream", content: { text: 3 } }), [
    { output_type: "execute_result", data: { "text/plain": "2" }, metadata: {}, execution_count: 4 },
    { output_type: "error", ename: "E", evalue: "v", traceback: ["t"] },
  ])
})

test("a hundred thousand lines in small messages cost no more than their text", () => {
  let state = noOutputs
  const start = performance.now()
  for (let i = 0; i < 100_000; i++) state = applyOutput(state, stream(`line ${i}\n`))
  const output = state.outputs[0]
  assert.equal(output?.output_type === "stream" && output.text.length, 1_088_890)
  assert.ok(performance.now() - start < 5000, `${performance.now() - start} ms`)
})
