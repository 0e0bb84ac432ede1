import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import path from "node:path"
import { after, before, test } from "node:test"
import { promisify } from "node:util"
import { type ClientComm, type KernelClient, ownSpec } from "../../kernel/client/index.ts"
import type { Message } from "../../kernel/wire/index.ts"
import { startOurs, streamOf, textOf } from "./kernel.ts"

let kernel: KernelClient
before(async () => {
  kernel = await startOurs()
})
after(() => kernel.shutdown())

const run = async (code: string) => {
  const execution = await kernel.execute(code)
  assert.equal(execution.status, "ok", execution.error?.traceback.join("\n") ?? "")
  return execution
}

/** The next message of a comm. */
const next = (comm: ClientComm): Promise<{ data: unknown; message: Message }> => {
  const { promise, resolve } = Promise.withResolvers<{ data: unknown; message: Message }>()
  const stop = comm.onMessage((data, message) => {
    stop()
    resolve({ data, message })
  })
  return promise
}

const types = (messages: Message[]) =>
  messages.map(
    ({ header, content }) => `${header.msg_type}${content.execution_state ? ` ${content.execution_state}` : ""}`,
  )

test("a comm that the front end opens reaches its target's handler, with data, metadata and buffers, and answers", async () => {
  await run(`Jupyter.comms.register("echo", (comm, data, buffers, metadata) => {
    comm.send({ opened: data, metadata, bytes: buffers.map(bytes => [...bytes]) })
    comm.onMessage((data, buffers) => comm.send({ back: data }, { buffers, metadata: { n: buffers.length } }))
  })`)
  const comm = kernel.openComm(
    "echo",
    { a: 1 },
    { buffers: [Buffer.from([1, 2]), Buffer.from([])], metadata: { m: true } },
  )
  const first: unknown[] = []
  kernel.observe(({ header, content }) => {
    if (header.msg_type === "comm_msg") first.push(content.data)
  })
  const opened = await comm
  assert.deepEqual(first, [{ opened: { a: 1 }, metadata: { m: true }, bytes: [[1, 2], []] }])
  const answer = next(opened)
  await opened.send({ text: "ç" }, { buffers: [new Uint8Array(100_000).fill(7)] })
  const { data, message } = await answer
  assert.deepEqual(data, { back: { text: "ç" } })
  assert.deepEqual(message.metadata, { n: 1 })
  assert.equal(message.buffers.length, 1)
  assert.ok(Buffer.from(message.buffers[0]!).equals(Buffer.alloc(100_000, 7)))
})

test("user code opens a comm and sends any kind of bytes, copied when they are sent", async () => {
  const found = Promise.withResolvers<{ comm: ClientComm; message: Message }>()
  kernel.onComm("shapes", (comm, _data, message) => found.resolve({ comm, message }))
  await run(`const floats = new Float32Array([1.5, -2])
    const whole = new Uint8Array([9, 8, 7, 6]).subarray(1, 3)
    const shapes = Jupyter.comms.open("shapes", { n: 2 }, { buffers: [floats, whole, floats.buffer, new DataView(floats.buffer, 4)] })
    floats.fill(0)`)
  const { comm, message } = await found.promise
  assert.deepEqual(message.content.data, { n: 2 })
  const [floats, whole, buffer, view] = message.buffers.map(bytes => Buffer.from(bytes))
  assert.deepEqual([floats?.readFloatLE(0), floats?.readFloatLE(4)], [1.5, -2])
  assert.deepEqual([...whole!], [8, 7])
  assert.equal(buffer?.length, 8)
  assert.equal(view?.readFloatLE(0), -2)
  assert.equal(textOf(await run("floats.length")), "2")
  const received = next(comm)
  await run("shapes.send({ later: true }); shapes.onMessage(data => shapes.send({ heard: data }))")
  assert.deepEqual((await received).data, { later: true })
  const heard = next(comm)
  await comm.send([1])
  assert.deepEqual((await heard).data, { heard: [1] })
})

test("what a handler prints is output of its message, between busy and idle, and so is what it prints later", async () => {
  await run(`Jupyter.comms.register("printer", comm => {
    console.log("opened")
    comm.onMessage(async () => {
      await new Promise(resolve => setTimeout(resolve, 20))
      console.log("awaited")
      setTimeout(() => console.log("much later"), 30)
    })
  })`)
  const messages: Message[] = []
  const comm = await kernel.openComm("printer", {}, { iopub: message => messages.push(message) })
  assert.deepEqual(types(messages), ["status busy", "stream", "status idle"])
  const heard: Message[] = []
  const late = Promise.withResolvers<void>()
  await comm.send(
    {},
    {
      iopub(message) {
        heard.push(message)
        if (message.content.text === "much later\n") late.resolve()
      },
    },
  )
  assert.deepEqual(types(heard), ["status busy", "stream", "status idle"])
  assert.equal(heard[1]?.content.text, "awaited\n")
  await late.promise
})

test("a comm of a target nobody knows is closed at once, and so is a message to a comm nobody knows", async () => {
  const comm = await kernel.openComm("nowhere")
  await comm.closed
  assert.deepEqual(await kernel.comms("nowhere"), {})
  await run(`Jupyter.comms.register("once", comm => comm.close({ bye: 1 }))`)
  const closed = await kernel.openComm("once")
  assert.deepEqual(await closed.closed, { bye: 1 })
  assert.deepEqual(await kernel.comms("once"), {})
})

test("an error in a handler is reported on stderr under its message, with the user's line, and ends nothing", async () => {
  await run(`Jupyter.comms.register("broken", comm => {
    comm.onMessage(() => {
      throw new RangeError("too far")
    })
    comm.onMessage(async () => {
      throw new TypeError("later")
    })
  })
  Jupyter.comms.register("refuses", () => { throw new Error("no") })`)
  const comm = await kernel.openComm("broken")
  const messages: Message[] = []
  await comm.send({}, { iopub: message => messages.push(message) })
  const text = messages.map(({ content }) => (content.name === "stderr" ? content.text : "")).join("")
  assert.match(text, /RangeError: too far/)
  assert.match(text, /> 3 \|/)
  assert.match(text, /TypeError: later/)
  assert.equal(types(messages).at(-1), "status idle")
  const refused = await kernel.openComm("refuses")
  await refused.closed
  assert.equal(textOf(await run("40 + 2")), "42")
})

test("both sides close: the other hears it once, and nothing is sent afterwards", async () => {
  await run(`let ended: unknown[] = []
  let held: any
  Jupyter.comms.register("ends", comm => {
    held = comm
    comm.onClose(data => ended.push(data))
  })`)
  const comm = await kernel.openComm("ends")
  assert.deepEqual(Object.values(await kernel.comms("ends")), ["ends"])
  await comm.close({ reason: "done" })
  assert.deepEqual(await kernel.comms("ends"), {})
  const messages: Message[] = []
  const stop = kernel.observe(message => messages.push(message))
  assert.equal(
    textOf(await run("held.send({ x: 1 }); held.close(); JSON.stringify([ended, held.closed])")),
    `'[[{"reason":"done"}],true]'`,
  )
  stop()
  assert.deepEqual(
    messages.filter(({ header }) => header.msg_type.startsWith("comm")),
    [],
  )
})

test("messages come through while a cell awaits, and wait for a cell that does not; comm_info answers at any time", async () => {
  await run(`let steps: string[] = []
  let go: (value?: unknown) => void
  Jupyter.comms.register("gate", comm => comm.onMessage(() => { steps.push("message"); go?.() }))`)
  const comm = await kernel.openComm("gate")
  const waiting = kernel.execute(
    "await new Promise(resolve => { go = resolve; console.log('waits') }); void steps.push('cell')",
    {
      onOutput: () => void comm.send({}),
    },
  )
  assert.equal((await waiting).status, "ok")
  let ended = false
  const looping = kernel
    .execute("console.log('loops'); for (const end = Date.now() + 500; Date.now() < end;); void steps.push('loop')", {
      onOutput: () => void handled.resolve(comm.send({})),
    })
    .finally(() => {
      ended = true
    })
  const handled = Promise.withResolvers<void>()
  await new Promise<void>(resolve => {
    const stop = kernel.observe(({ header }) => {
      if (header.msg_type !== "stream") return
      stop()
      resolve()
    })
  })
  assert.deepEqual(Object.values(await kernel.comms("gate")), ["gate"])
  assert.equal(ended, false)
  await handled.promise
  await looping
  assert.equal(textOf(await run("steps.join()")), "'message,cell,loop,message'")
})

test("a cell that runs keeps its output however many messages come meanwhile", async () => {
  await run(`let count = 0
  let enough: (value?: unknown) => void
  Jupyter.comms.register("flood", comm => comm.onMessage(() => { if (++count === 3000) enough() }))`)
  const comm = await kernel.openComm("flood")
  const seen = await kernel.execute(
    "await new Promise(resolve => { enough = resolve; console.log('go') }); console.log(count)",
    {
      onOutput({ content }) {
        if (content.text === "go\n") for (let i = 0; i < 3000; i++) void comm.send({ i })
      },
    },
  )
  assert.equal(streamOf(seen), "go\n3000\n")
})

test("a handler that never ends is interrupted, and the kernel goes on", async () => {
  await run(`Jupyter.comms.register("stuck", comm => comm.onMessage(() => { console.log("in"); while (true) {} }))`)
  const comm = await kernel.openComm("stuck")
  await comm.send({}, { iopub: ({ header }) => header.msg_type === "stream" && void kernel.interrupt() })
  assert.equal(textOf(await run("'alive'")), "'alive'")
})

test("data that JSON cannot hold is refused where it is sent, and harms nothing", async () => {
  const { error } = await kernel.execute("const ring: any = {}; ring.self = ring; Jupyter.comms.open('x', ring)")
  assert.match(error?.evalue ?? "", /A comm cannot send this/)
  assert.equal((await kernel.execute("Jupyter.comms.open('x', { big: 1n })")).status, "error")
  assert.equal(textOf(await run("1")), "1")
})

test("a widget can be shown: its comm and its view's MIME type", async () => {
  const { outputs } =
    await run(`const model = Jupyter.comms.open("jupyter.widget", { state: {}, buffer_paths: [] }, { metadata: { version: "2.1.0" } })
  class View { [Jupyter.display]() {
    return { "application/vnd.jupyter.widget-view+json": { version_major: 2, version_minor: 0, model_id: model.id }, "text/plain": "a widget" }
  } }
  console.log(model.id)
  new View()`)
  const shown = outputs.find(({ type }) => type === "execute_result")?.content.data as Record<
    string,
    { model_id: string }
  >
  const id = shown["application/vnd.jupyter.widget-view+json"]?.model_id
  assert.equal(`${id}\n`, streamOf({ outputs } as Parameters<typeof streamOf>[0]))
  assert.equal((await kernel.comms("jupyter.widget"))[id!], "jupyter.widget")
})

test("the front end is told that its comms are closed when the kernel ends", async () => {
  await using other = await startOurs()
  await other.execute("Jupyter.comms.register('a', () => {})")
  const comm = await other.openComm("a")
  await other.restart()
  await comm.closed
  assert.deepEqual(await other.comms(), {})
})

test("python's jupyter_client opens a comm with buffers and gets them back", async () => {
  const python = path.resolve(".cache/python/bin/python")
  const { stdout } = await promisify(execFile)(
    python,
    ["test/session/comm_client.py", JSON.stringify(ownSpec().argv)],
    {
      timeout: 20_000,
    },
  )
  assert.deepEqual(JSON.parse(stdout), { data: { sum: 6 }, buffers: ["030201"], states: ["busy", "idle"] })
})
