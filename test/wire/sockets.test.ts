import assert from "node:assert/strict"
import { once } from "node:events"
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"
import { test } from "node:test"
import {
  ClientSockets,
  type Connection,
  createConnection,
  headerFactory,
  KernelSockets,
  type Message,
  readConnectionFile,
  writeConnectionFile,
} from "../../kernel/wire/index.ts"

/** A kernel that echoes each shell message on shell and iopub, and a client; `received` waits for messages on a channel. */
async function echo(clientKey?: string) {
  const connection = await createConnection("echo")
  const kernel = new KernelSockets(connection)
  const { header } = headerFactory()
  const dropped = Promise.withResolvers<string>()
  await kernel.bind()
  const answer = (message: Message) => ({
    header: header("echo"),
    parent: message.header,
    metadata: {},
    content: message.content,
    buffers: message.buffers,
  })
  kernel.listen({
    shell(message) {
      kernel.send("shell", { ...answer(message), identities: message.identities })
      kernel.send("iopub", { ...answer(message), identities: [Buffer.from("echo")] })
    },
    control: () => {},
    stdin: () => {},
    subscribed: topic =>
      kernel.send("iopub", {
        header: header("iopub_welcome"),
        parent: {},
        metadata: {},
        content: {},
        buffers: [],
        identities: [topic],
      }),
    dropped: (_channel, why) => dropped.resolve(why),
  })
  const inbox: Record<"shell" | "iopub", Message[]> = { shell: [], iopub: [] }
  let wake = () => {}
  const client = new ClientSockets(clientKey === undefined ? connection : { ...connection, key: clientKey }, "client")
  const take = (channel: "shell" | "iopub") => (message: Message) => {
    inbox[channel].push(message)
    wake()
  }
  client.connect({ shell: take("shell"), iopub: take("iopub"), control: () => {}, stdin: () => {}, dropped: () => {} })
  return {
    connection,
    client,
    dropped: dropped.promise,
    header,
    async received(channel: "shell" | "iopub", count: number): Promise<Message[]> {
      while (inbox[channel].length < count) await new Promise<void>(resolve => (wake = resolve))
      return inbox[channel]
    },
    async [Symbol.asyncDispose]() {
      client.close()
      await kernel.close()
    },
  }
}

test("thousands of messages sent without waiting all arrive, in order, on shell and iopub", async () => {
  await using pair = await echo()
  await pair.received("iopub", 1)
  for (let i = 0; i < 5000; i++) {
    pair.client.send("shell", { header: pair.header("n"), parent: {}, metadata: {}, content: { i }, buffers: [] })
  }
  const shell = await pair.received("shell", 5000)
  const iopub = await pair.received("iopub", 5001)
  const wanted = Array.from({ length: 5000 }, (_, i) => i)
  assert.deepEqual(
    shell.map(({ content }) => content.i),
    wanted,
  )
  assert.deepEqual(
    iopub.slice(1).map(({ content }) => content.i),
    wanted,
  )
})

test("a subscriber is welcomed, so it knows from when on it hears everything", async () => {
  await using pair = await echo()
  const [welcome] = await pair.received("iopub", 1)
  assert.equal(welcome?.header.msg_type, "iopub_welcome")
})

test("a large buffer crosses unharmed", async () => {
  await using pair = await echo()
  const buffer = Buffer.alloc(20 << 20, 7)
  pair.client.send("shell", { header: pair.header("big"), parent: {}, metadata: {}, content: {}, buffers: [buffer] })
  const [message] = await pair.received("shell", 1)
  assert.ok(buffer.equals(message!.buffers[0]!))
})

test("the heartbeat answers", async () => {
  await using pair = await echo()
  assert.equal(await pair.client.beat(5000), true)
})

test("a message signed with another key is dropped with its reason and answered by nobody", async () => {
  await using pair = await echo("wrong")
  pair.client.send("shell", { header: pair.header("n"), parent: {}, metadata: {}, content: {}, buffers: [] })
  assert.match(await pair.dropped, /signature does not match/)
})

test("a port that is taken is named, with what to do", async () => {
  const connection = await createConnection("x")
  const server = createServer().listen(connection.iopub_port, connection.ip)
  await once(server, "listening")
  const sockets = new KernelSockets(connection)
  await assert.rejects(sockets.bind(), {
    code: "PORT_IN_USE",
    message: new RegExp(`iopub channel .*:${connection.iopub_port}`),
  })
  await sockets.close()
  server.close()
})

test("a connection file is readable by its owner alone, and comes back as it was written", async () => {
  using folder = temporary()
  const connection = await createConnection("kaon")
  const file = path.join(folder.path, "c.json")
  writeConnectionFile(file, connection)
  if (process.platform !== "win32") assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.deepEqual(readConnectionFile(file), connection)
})

test("a connection file that is not one is refused by its field", () => {
  using folder = temporary()
  const file = path.join(folder.path, "c.json")
  const good: Connection = {
    transport: "tcp",
    ip: "127.0.0.1",
    key: "k",
    signature_scheme: "hmac-sha256",
    shell_port: 1,
    iopub_port: 2,
    stdin_port: 3,
    control_port: 4,
    hb_port: 5,
  }
  const cases: [unknown, RegExp][] = [
    [{ ...good, shell_port: "x" }, /shell_port/],
    [{ ...good, hb_port: 70000 }, /hb_port/],
    [{ ...good, signature_scheme: "md5" }, /signature_scheme/],
    [{ ...good, transport: "carrier pigeon" }, /transport/],
    [{ ...good, key: 5 }, /key/],
    [null, /no JSON object/],
  ]
  for (const [value, expected] of cases) {
    writeFileSync(file, JSON.stringify(value))
    assert.throws(() => readConnectionFile(file), { code: "CONNECTION_INVALID", message: expected })
  }
  writeFileSync(file, "{")
  assert.throws(() => readConnectionFile(file), { code: "CONNECTION_INVALID" })
  assert.throws(() => readConnectionFile(path.join(folder.path, "none.json")), {
    code: "CONNECTION_INVALID",
    message: /ENOENT/,
  })
})

function temporary() {
  const folder = mkdtempSync(path.join(tmpdir(), "kaon-wire-"))
  return { path: folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}
