import assert from "node:assert/strict"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import { expected, isMissing } from "../../kernel/native/expected.ts"
import { startOurs } from "./kernel.ts"

test("a kernel says what computes its tensors, and what to type for something faster", async () => {
  const before = process.env.KAON_TENSORFLOW
  const folder = await mkdtemp(path.join(tmpdir(), "kaon-backend-"))
  try {
    process.env.KAON_TENSORFLOW = folder
    const none = expected()
    assert.deepEqual(isMissing(none) && none.command, "kaon setup native")
    process.env.KAON_TENSORFLOW = "off"
    await using off = await startOurs()
    const said = await (await off.extension()).call("learning.backend", {})
    assert.deepEqual(said, { name: "javascript", why: "KAON_TENSORFLOW is off", fix: "Unset KAON_TENSORFLOW." })
    const manifest = { variant: "native", version: "2.21.0", library: "libtensorflow.so" }
    await writeFile(path.join(folder, "kaon-native.json"), JSON.stringify(manifest))
    process.env.KAON_TENSORFLOW = folder
    await using on = await startOurs()
    const found = await (await on.extension()).call("learning.backend", {})
    assert.deepEqual(found, { name: "tensorflow", version: "2.21.0", variant: "native" })
  } finally {
    if (before === undefined) delete process.env.KAON_TENSORFLOW
    else process.env.KAON_TENSORFLOW = before
    await rm(folder, { recursive: true })
  }
})

test("a kernel says that nothing is loaded before its first tensor, and what computes from then on, while a cell runs too", async () => {
  await using kernel = await startOurs()
  const extension = await kernel.extension()
  assert.equal((await extension.call("learning.backend", {})).loaded, undefined)
  await kernel.execute("1 + 1")
  assert.equal((await extension.call("learning.backend", {})).loaded, undefined)
  let over = false
  const busy = kernel.execute("tf.scalar(1); const until = Date.now() + 1500; while (Date.now() < until) {}")
  void busy.then(() => {
    over = true
  })
  let { loaded } = await extension.call("learning.backend", {})
  while (loaded === undefined && !over) loaded = (await extension.call("learning.backend", {})).loaded
  assert.deepEqual(loaded, { name: "javascript", threads: 1 })
  assert.equal(over, false)
  await busy
})

test("models, trained ones and services are listed by what matters of them", async () => {
  await using kernel = await startOurs()
  const { status } = await kernel.execute(`
    const net = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [3] }), tf.layers.dense({ units: 1 })] })
    const pair = tf.sequential({ layers: [net, tf.layers.dense({ units: 2 })] })
    const odd = { [Symbol.for("kaon.kind")]: "model", layers: "none" }
    const hostile = { [Symbol.for("kaon.kind")]: "toString" }`)
  assert.equal(status, "ok")
  const { variables } = await (await kernel.extension()).call("variables.list", {})
  const preview = (name: string) => variables.find(variable => variable.name === name)?.preview
  assert.equal(preview("net"), "2 layers, 21 parameters")
  assert.equal(preview("pair"), "2 layers, 25 parameters")
  assert.match(preview("odd") ?? "", /none/)
  assert.equal(preview("hostile"), "{}")
})
