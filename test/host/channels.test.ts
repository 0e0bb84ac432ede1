import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import { test } from "node:test"
import { hostOf, served, workspace } from "./hosts.ts"
import { openSocket } from "./socket.ts"

const lines = (n: number) => Array.from({ length: n }, (_, i) => `line ${i}\n`).join("")
const printing = (n: number, pause: number) => `for (let i = 0; i < ${n}; i++) {
  console.log("line", i)
  await new Promise(resolve => setTimeout(resolve, ${pause}))
}`

for (const json of [false, true]) {
  test(`buffers pass both ways with ${json ? "the JSON framing" : "the binary subprotocol"}`, async () => {
    await using space = workspace()
    await using host = await hostOf(space)
    const { id } = (await host.ask("POST", "/api/kernels", { name: "kaon" })).json()
    await using socket = await openSocket(host.address, host.token, id, { json })
    const code = `Jupyter.comms.register("echo", comm => comm.onMessage((data, buffers) => comm.send(data, { buffers })))`
    await socket.idleOf(socket.execute(code))
    socket.send("comm_open", { comm_id: "c", target_name: "echo", data: {} })
    const sent = new Uint8Array([1, 2, 3, 255])
    socket.send("comm_msg", { comm_id: "c", data: { hello: "ö" } }, { buffers: [sent, new Uint8Array(0)] })
    const echoed = await socket.find(({ header }) => header.msg_type === "comm_msg")
    assert.deepEqual(echoed?.content, { comm_id: "c", data: { hello: "ö" } })
    assert.deepEqual(
      echoed?.buffers.map(buffer => [...buffer]),
      [[1, 2, 3, 255], []],
    )
  })
}

test("killed with its window in the middle of output, the host comes back with everything, each message once", async () => {
  await using space = workspace()
  const first = await served(space)
  const kernel = (await first.ask("POST", "/api/kernels", { name: "kaon" })).json().id
  const window = await openSocket(first.address, first.token, kernel, { session: "one", after: 0 })
  const id = window.execute(printing(300, 4), { cellId: "printer" })
  await window.find(({ content }) => content.text?.includes("line 50") === true)
  await first.kill()
  await window.closed

  await using second = await served(space)
  assert.equal(second.address, first.address)
  assert.equal(second.token, first.token)
  const seen = window.received.map(({ metadata }) => metadata.kaon_seq!)
  await using again = await openSocket(second.address, second.token, kernel, {
    session: "two",
    after: Math.max(...seen),
  })
  await again.idleOf(id)
  await again.find(({ header, parent_header }) => header.msg_type === "execute_reply" && parent_header.msg_id === id)
  const all = [...seen, ...again.received.map(({ metadata }) => metadata.kaon_seq!)]
  assert.deepEqual(
    all,
    [...new Set(all)].sort((a, b) => a - b),
  )
  assert.equal(window.text() + again.text(), lines(300))
  const { executions } = (await second.ask("GET", `/kaon/outputs/${kernel}`)).json()
  const [known] = executions
  assert.deepEqual([known.request, known.cell, known.state], [id, "printer", "ok"])
  const { outputs } = (await second.ask("GET", `/kaon/outputs/${kernel}/${id}`)).json()
  assert.deepEqual(outputs, [{ output_type: "stream", name: "stdout", text: lines(300) }])
})

test("an ordinary Jupyter client goes on after the host was killed: it comes back with its session_id", async () => {
  await using space = workspace()
  const first = await served(space)
  const kernel = (await first.ask("POST", "/api/kernels", { name: "kaon" })).json().id
  const window = await openSocket(first.address, first.token, kernel, { session: "lab" })
  const id = window.execute(printing(200, 4))
  await window.find(({ content }) => content.text?.includes("line 40") === true)
  await first.kill()
  await window.closed
  await using second = await served(space)
  await using again = await openSocket(second.address, second.token, kernel, { session: "lab" })
  await again.idleOf(id)
  assert.equal(window.text() + again.text(), lines(200))
  await again.find(({ header, parent_header }) => header.msg_type === "execute_reply" && parent_header.msg_id === id)
})

test("a hundred megabytes for a reader that does not read stay on the disk, and arrive whole when it does", {
  skip: process.platform !== "linux" && "memory is read from /proc",
}, async () => {
  await using space = workspace()
  await using host = await served(space)
  const kernel = (await host.ask("POST", "/api/kernels", { name: "kaon" })).json().id
  await using slow = await openSocket(host.address, host.token, kernel, { session: "slow" })
  await using quick = await openSocket(host.address, host.token, kernel, { session: "quick" })
  const before = await memoryOf(host.pid)
  slow.socket.pause()
  const id = quick.execute(`const part = ("x".repeat(99) + "\\n").repeat(1000)
for (let i = 0; i < 1000; i++) process.stdout.write(part)`)
  await quick.idleOf(id)
  const grown = (await memoryOf(host.pid)) - before
  assert.equal(quick.text().length, 100_000_000)
  assert.ok(grown < 120e6, `the host grew by ${grown} bytes`)
  slow.socket.resume()
  await slow.idleOf(id)
  assert.equal(slow.text().length, 100_000_000)
  const page = (await host.ask("GET", `/kaon/outputs/${kernel}/${id}/lines?start=999998&count=10`)).json()
  assert.deepEqual([page.total, page.bytes, page.lines], [1_000_000, 100_000_000, ["x".repeat(99), "x".repeat(99)]])
  const folded = (await host.ask("GET", `/kaon/outputs/${kernel}/${id}?limit=1000`)).json()
  assert.equal(folded.outputs[0].text.length, 1000)
  assert.equal(folded.omitted.stdout, 100_000_000 - 1000)
})

test("a new window takes over from one that was killed: it gets the question and answers it", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const { id } = (await host.ask("POST", "/api/kernels", {})).json()
  const killed = await openSocket(host.address, host.token, id, { session: "killed", after: 0 })
  const content = { code: 'console.log("hello " + prompt("name? "))', silent: false, allow_stdin: true }
  const asked = killed.send("execute_request", content)
  await killed.find(({ header }) => header.msg_type === "input_request")
  await killed[Symbol.asyncDispose]()
  await using window = await openSocket(host.address, host.token, id, { session: "new", after: 0 })
  await window.find(({ header }) => header.msg_type === "input_request")
  window.send("input_reply", { status: "ok", value: "Ada" }, { channel: "stdin" })
  await window.idleOf(asked)
  assert.equal(window.text(), "hello Ada\n")
  await window.find(
    ({ header, parent_header }) => header.msg_type === "execute_reply" && parent_header.msg_id === asked,
  )
})

test("a client that wants so much text of each request gets it with a mark, and what is no text whole", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const { id } = (await host.ask("POST", "/api/kernels", {})).json()
  await using socket = await openSocket(host.address, host.token, id, { textLimit: 1000 })
  const code = 'for (let i = 0; i < 1000; i++) { console.log("x".repeat(99)); await null }; 42'
  const first = socket.execute(code)
  await socket.idleOf(first)
  assert.equal(socket.text(), `${"x".repeat(99)}\n`.repeat(10))
  assert.equal(socket.received.filter(({ metadata }) => metadata.kaon_omitted).length, 1)
  assert.ok(await socket.find(({ header }) => header.msg_type === "execute_result"))
  await socket.idleOf(socket.execute("console.log('next')"))
  assert.match(socket.text(), /next\n$/)
})

test("a client that comes back closes the connection that it had left", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const { id } = (await host.ask("POST", "/api/kernels", {})).json()
  await using old = await openSocket(host.address, host.token, id, { session: "same" })
  await using fresh = await openSocket(host.address, host.token, id, { session: "same" })
  await old.closed
  await fresh.idleOf(fresh.execute("console.log('once')"))
  assert.equal(fresh.text() + old.text(), "once\n")
  assert.equal((await host.ask("GET", `/api/kernels/${id}`)).json().connections, 1)
})

test("bytes that are no message end their connection, and no other", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const { id } = (await host.ask("POST", "/api/kernels", {})).json()
  await using good = await openSocket(host.address, host.token, id, { session: "good" })
  const bad = ["", "x", "\u00ff".repeat(100), JSON.stringify({ channel: "shell" }), "[]"]
  for (const json of [false, true]) {
    for (const text of bad) {
      await using socket = await openSocket(host.address, host.token, id, { session: "bad", json })
      socket.socket.send(json ? text : Buffer.from(text, "latin1"))
      await socket.closed
    }
  }
  await good.idleOf(good.execute("console.log('here')"))
  assert.match(good.text(), /here/)
})

test("a kernel that dies is started again, and its client told why", async () => {
  await using space = workspace()
  await using host = await hostOf(space)
  const { id } = (await host.ask("POST", "/api/kernels", { name: "kaon" })).json()
  await using socket = await openSocket(host.address, host.token, id)
  socket.execute("process.kill(process.pid, 'SIGKILL')")
  assert.ok(await socket.find(({ content }) => content.execution_state === "restarting"))
  const asked = socket.execute("console.log('back')")
  await socket.idleOf(asked)
  assert.match(socket.text(), /back/)
})

/** Resident bytes of a process. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8")
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024
}
