import assert from "node:assert/strict"
import { test } from "node:test"
import { ContentsManager, Drive, KernelSpecManager } from "@jupyterlab/services"
import { hostOf, workspace } from "./hosts.ts"
import { lab, outcome } from "./lab.ts"

test("JupyterLab's packages start a session, run code, interrupt it, restart the kernel and end it", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  using client = lab(host.address, host.token)
  const specs = new KernelSpecManager({ serverSettings: client.serverSettings })
  await specs.ready
  assert.equal(specs.specs?.default, "kaon")
  specs.dispose()

  const session = await client.sessionManager.startNew({
    path: "work/a.ipynb",
    name: "a.ipynb",
    type: "notebook",
    kernel: { name: "kaon" },
  })
  const kernel = session.kernel!
  assert.equal((await kernel.info).implementation, "kaon")

  const first = await outcome(kernel.requestExecute({ code: 'const x: number = 41\nconsole.log("hi")\nx + 1' }))
  assert.equal(first.stream, "hi\n")
  assert.deepEqual(first.results, [{ "text/plain": "42" }])
  assert.equal(first.reply.content.status, "ok")

  const forever = kernel.requestExecute({ code: 'console.log("looping")\nwhile (true) {}' })
  const stopped = outcome(forever, text => text.includes("looping") && void kernel.interrupt())
  assert.equal((await stopped).reply.content.status, "error")

  await kernel.restart()
  const after = await outcome(kernel.requestExecute({ code: "typeof x" }))
  assert.deepEqual(after.results, [{ "text/plain": "'undefined'" }])

  await session.setPath("work/b.ipynb")
  assert.equal((await host.ask("GET", "/api/sessions")).json()[0].path, "work/b.ipynb")
  await session.shutdown()
  assert.deepEqual((await host.ask("GET", "/api/kernels")).json(), [])
})

test("a question of the code reaches the client that asked, and its answer the code", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  using client = lab(host.address, host.token)
  const kernel = await client.kernelManager.startNew({ name: "kaon" })
  const future = kernel.requestExecute({ code: 'prompt("name? ")', allow_stdin: true })
  future.onStdin = message => {
    if (message.header.msg_type === "input_request") {
      future.sendInputReply({ status: "ok", value: "Ada" }, message.header as never)
    }
  }
  const { results } = await outcome(future)
  assert.deepEqual(results, [{ "text/plain": "'Ada'" }])
  await kernel.shutdown()
})

test("two windows on one kernel both see its outputs, and each gets its own replies", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  using one = lab(host.address, host.token)
  using two = lab(host.address, host.token)
  const kernel = await one.kernelManager.startNew({ name: "kaon" })
  const other = two.kernelManager.connectTo({ model: kernel.model })
  await other.info
  const heard = Promise.withResolvers<string>()
  other.iopubMessage.connect((_, message) => {
    if (message.header.msg_type === "stream") heard.resolve((message.content as { text: string }).text)
  })
  const replies: string[] = []
  other.anyMessage.connect((_, { msg, direction }) => {
    if (direction === "recv" && msg.header.msg_type === "execute_reply") replies.push(msg.parent_header.session ?? "")
  })
  await outcome(kernel.requestExecute({ code: 'console.log("for both")' }))
  assert.equal(await heard.promise, "for both\n")
  const { results } = await outcome(other.requestExecute({ code: "1 + 1" }))
  assert.deepEqual(results, [{ "text/plain": "2" }])
  assert.deepEqual(replies, [other.clientId])
  await kernel.shutdown()
})

test("a client that loses its connection in the middle of output gets the rest, each line once", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  using client = lab(host.address, host.token)
  const kernel = await client.kernelManager.startNew({ name: "kaon" })
  const code = `for (let i = 0; i < 200; i++) {
  console.log("line", i)
  await new Promise(resolve => setTimeout(resolve, 5))
}`
  let cuts = 0
  const { stream, reply } = await outcome(kernel.requestExecute({ code }), text => {
    if (text.split("\n").length <= 30 * (cuts + 1) || cuts === 3) return
    cuts++
    void kernel.reconnect()
  })
  assert.equal(cuts, 3)
  assert.equal(stream, Array.from({ length: 200 }, (_, i) => `line ${i}\n`).join(""))
  assert.equal(reply.content.status, "ok")
  await kernel.shutdown()
})

test("JupyterLab's drive makes, saves, renames, copies and deletes files, with checkpoints", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  using client = lab(host.address, host.token)
  const { serverSettings } = client
  const contents = new ContentsManager({ defaultDrive: new Drive({ serverSettings }) })
  const made = await contents.newUntitled({ type: "notebook" })
  assert.equal(made.path, "Untitled.ipynb")
  const opened = await contents.get(made.path)
  assert.deepEqual(opened.content.cells, [])
  const cell = { cell_type: "code", id: "a", source: "1", metadata: {}, outputs: [], execution_count: null }
  const content = { ...opened.content, cells: [cell] }
  await contents.save(made.path, { type: "notebook", format: "json", content })
  const checkpoint = await contents.createCheckpoint(made.path)
  await contents.save(made.path, { type: "notebook", format: "json", content: opened.content })
  await contents.restoreCheckpoint(made.path, checkpoint.id)
  assert.equal((await contents.get(made.path)).content.cells[0].source, "1")
  const renamed = await contents.rename(made.path, "digits.ipynb")
  assert.equal(renamed.path, "digits.ipynb")
  assert.equal((await contents.listCheckpoints("digits.ipynb")).length, 1)
  assert.equal((await contents.copy("digits.ipynb", "")).path, "digits-Copy1.ipynb")
  const folder = await contents.newUntitled({ type: "directory" })
  const listed = await contents.get("")
  assert.deepEqual(
    listed.content.map((model: { name: string; type: string }) => [model.name, model.type]),
    [
      ["digits-Copy1.ipynb", "notebook"],
      ["digits.ipynb", "notebook"],
      [folder.path, "directory"],
    ],
  )
  await contents.delete("digits.ipynb")
  await assert.rejects(contents.get("digits.ipynb"))
  contents.dispose()
})
